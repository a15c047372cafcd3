package import Contracts
import Core
import Database

/// Making campaigns.
extension Campaigns {
    /// How many campaigns of a tenant may be unfinished at a time.
    package static let campaignsLimit = 1000

    /// Keeps a new campaign, which begins at its time.
    ///
    /// Throws `Problem.notFound(.instance)`, `.notFound(.template)`, `.notReady`, `.limitReached(.campaign)`, and `.invalid` at the members of the native API.
    package func createCampaign(_ wanted: NewCampaign, as caller: Caller) async throws -> CampaignRecord {
        guard caller.scopes.contains(.send) else { throw Problem.forbidden(.scope) }
        let standing = try await directory.instance(wanted.instance, for: caller)
        guard standing.status.isLinked else { throw Problem.notReady(standing.status) }
        guard let tenant = try await tenants.tenant(caller.tenant) else { throw Problem.notFound(.tenant) }
        let audience = try Self.checked(wanted)
        var content: MessageContent
        var (template, variables, hasGaps): (TemplateID?, JSON, Bool) = (nil, .object([]), false)
        switch wanted.words {
        case .content(let words): content = words
        case .template(let id, let given):
            let found = try await self.template(id, as: caller)
            (content, template, variables, hasGaps) = (found.content, id, given, !found.variables.isEmpty)
            try Self.checkKnown(content, audience, GapValues(tenant: tenant, instance: GapValues.Instance(standing), variables: given))
        }
        let now = runtime.clock.now
        let startsAt = max(wanted.startsAt ?? now, now)
        let id: CampaignID = runtime.ids.next()
        return try await database.write(as: caller.tenant) { [hasGaps, content, template, variables] tx in
            try requireRoom(for: .campaign, of: caller.tenant, in: tx)
            let planned = try Self.count(audience, of: caller.tenant, in: tx)
            let isSafe = wanted.fitness.map { $0.isSound && planned <= $0.messagesADay } ?? true
            let row = CampaignRow(
                id: id, tenant: caller.tenant, name: wanted.name, instance: standing.instance.id, instanceName: standing.name,
                sender: standing.number?.jid,
                status: .scheduled, reason: nil, safety: isSafe ? .allow : .warn, audience: audience, template: template, content: content,
                hasGaps: hasGaps, variables: variables, repetition: wanted.repetition, startsAt: startsAt,
                localStart: try RunStore.localTime(of: startsAt, in: tenant.timeZone, in: tx), round: 0, isWalking: false, position: nil,
                planned: planned, walked: 0, optedOut: 0, incomplete: 0, isWithdrawing: false, dueAt: startsAt, createdAt: now, updatedAt: now)
            try CampaignStore.insert(row, of: caller.tenant, in: tx)
            var shown: [PhoneNumber] = []
            if case .explicit(let numbers) = audience {
                try RecipientStore.insert(numbers, for: id, of: caller.tenant, in: tx)
                shown = numbers.sorted { $0.digits < $1.digits }
            }
            tx.ring(Self.due)
            try trail.record(AuditEntry(.campaignCreated, "campaign:\(id)", of: caller.tenant, after: row.audited), in: tx)
            return row.record(showing: Array(shown.prefix(Audience.numbersShown)), tally: nil)
        }
    }

    /// The instance that a campaign would go out from, for whoever wants to ask about its health first; throws as `createCampaign` does.
    package func sender(_ named: InstanceID?, as caller: Caller) async throws -> InstanceID {
        try await directory.instance(named, for: caller).instance.id
    }

    /// Whom the campaign is for, each number once; throws everything that is wrong with what is wanted.
    private static func checked(_ wanted: NewCampaign) throws(Problem) -> Audience {
        var violations: [Violation] = []
        if !(1...CampaignRecord.nameLimit).contains(wanted.name.unicodeScalars.count) || wanted.name.utf8.contains(0) {
            violations.append(Violation("/name", "must have 1 to \(CampaignRecord.nameLimit) characters"))
        }
        var audience = wanted.audience
        switch wanted.audience {
        case .explicit(let numbers):
            var seen: Set<PhoneNumber> = []
            let distinct = numbers.filter { seen.insert($0).inserted }
            if !(1...Audience.numbersLimit).contains(distinct.count) {
                violations.append(Violation("/recipients/value", "must have 1 to \(Audience.numbersLimit) numbers"))
            }
            audience = .explicit(distinct)
        case .tags(let tags):
            if !(1...Audience.tagsLimit).contains(tags.count) || tags.contains(where: { $0.isEmpty || $0.utf8.contains(0) }) {
                violations.append(Violation("/recipients/value", "must have 1 to \(Audience.tagsLimit) tags, none of them empty"))
            }
        case .group(let group):
            if group.server != .group { violations.append(Violation("/recipients/value", "must be the address of a group")) }
        case .all: break
        }
        guard violations.isEmpty else { throw .invalid(violations) }
        return audience
    }

    /// Refuses at once what could be filled for nobody: what is missing of the tenant or of the instance, and in a group everything.
    private static func checkKnown(_ content: MessageContent, _ audience: Audience, _ values: GapValues) throws(Problem) {
        var rest = Filling.attempted(content, with: values).rest
        if case .group = audience {
        } else {
            // Of each recipient more is known than now.
            rest.missing.removeAll { $0.owner == .custom || $0.owner == .contact }
            rest.unavailable.removeAll { $0.owner == .contact }
        }
        guard rest.missing.isEmpty, rest.unavailable.isEmpty else { throw Problem(rest, at: "/template") }
    }

    /// How many recipients it would have now.
    static func count(_ audience: Audience, of tenant: TenantID, in tx: borrowing Transaction) throws -> Int {
        switch audience {
        case .explicit(let numbers): numbers.count
        case .all, .tags: try ContactStore.count(of: tenant, tags: audience.tags, in: tx)
        case .group: 1
        }
    }
}
