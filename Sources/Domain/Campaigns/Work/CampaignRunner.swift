package import Contracts
package import Core
package import Database

/// Hands the messages of campaigns to Messaging, page by page. Where a campaign is in its recipients is kept in the transaction that hands a page
/// over, so that whoever goes on after a crash, here or elsewhere, neither leaves anybody out nor writes to anybody twice.
package struct CampaignRunner: Sendable {
    /// How often campaigns are looked for that nobody has rung for.
    package static let poll: Duration = .seconds(1)
    /// How many recipients are handed over in one transaction.
    static let pageSize = 200
    /// How many transactions one turn has at most, so that the campaigns of others have theirs.
    static let pagesPerTurn = 5
    /// How many messages of one campaign wait to be sent at most: what is paused, cancelled or changed of mind about shall be little.
    package static let queuedLimit = 1000
    /// When a campaign whose messages wait is looked at again.
    static let recheck: Duration = .seconds(1)
    /// When one is looked at again that could not be run.
    static let setback: Duration = .seconds(30)
    /// How long a claim holds; longer than all transactions of a turn may take.
    static let leaseLength: Duration = .seconds(60)
    /// How many messages of a cancelled campaign are taken back in one transaction.
    static let withdrawnAtOnce = 500

    private let database: Database
    private let tenants: any TenantDirectory
    private let optOuts: any OptOuts
    private let messages: any BulkMessages
    private let runtime: Runtime

    /// A runner that hands over to `messages`, and leaves out whom `optOuts` names.
    package init(
        database: Database, tenants: any TenantDirectory, optOuts: any OptOuts, messages: any BulkMessages, runtime: Runtime
    ) {
        self.database = database
        self.tenants = tenants
        self.optOuts = optOuts
        self.messages = messages
        self.runtime = runtime
    }

    /// What came of one transaction.
    enum Step: Sendable {
        /// A page was handed over, and there may be another.
        case goOn(InstanceReference)
        /// Nothing more is to be done at present; if something was handed over, from there.
        case rest(InstanceReference?)
    }

    /// Runs the campaign that has been due for longest, for a while; how many that were: none or one.
    package func turn() async throws -> Int {
        let now = runtime.clock.now
        let lease: ID<ClaimedCampaign.Lease> = runtime.ids.next()
        let claim = try await database.system { tx in try RunStore.claim(as: lease, at: now, until: now + Self.leaseLength, in: tx) }
        guard let claim else { return 0 }
        try runtime.failpoints.pass(.afterClaimCommit)
        do {
            try await run(claim)
        } catch {
            // Should this fail as well, the lease ends by itself.
            try? await release(claim, notBefore: runtime.clock.now + Self.setback)
            throw error
        }
        return 1
    }

    private func run(_ claim: ClaimedCampaign) async throws {
        guard let tenant = try await tenants.tenant(claim.tenant) else {
            return try await release(claim, notBefore: runtime.clock.now + Self.setback)
        }
        guard !tenant.isSuspended else { return try await wait(claim, until: runtime.clock.now + Self.setback, because: .tenantSuspended) }
        var size = Self.pageSize
        var pages = 0
        while pages < Self.pagesPerTurn {
            do {
                switch try await step(claim, size: size, of: tenant) {
                case .goOn(let instance):
                    pages += 1
                    messages.ring(instance)
                case .rest(let instance):
                    if let instance { messages.ring(instance) }
                    return try await release(claim)
                }
            } catch Problem.quotaExceeded(_, let retryAfter) {
                // A page is accepted whole or not at all; what is left of the day is used up by smaller ones.
                guard size == 1 else {
                    size /= 2
                    continue
                }
                return try await wait(claim, until: runtime.clock.now + .seconds(retryAfter), because: .quotaExceeded)
            }
        }
        try await release(claim)
    }

    /// One transaction: a page, the end of a round, or a part of what is taken back.
    private func step(_ claim: ClaimedCampaign, size: Int, of tenant: TenantFacts) async throws -> Step {
        try await database.write(as: claim.tenant) { tx in
            guard var row = try CampaignStore.lock(claim.id, of: claim.tenant, in: tx), try RunStore.isHeld(claim, in: tx) else { return .rest(nil) }
            let step: Step
            switch row.status {
            case .scheduled:
                row.beginRound(of: try count(row, in: tx))
                step = try walk(&row, size: size, of: tenant, in: tx)
            case .running where row.isWalking: step = try walk(&row, size: size, of: tenant, in: tx)
            case .running: step = try complete(&row, in: tx)
            case .cancelled where row.isWithdrawing: step = try withdraw(&row, in: tx)
            case .paused, .completed, .cancelled: return .rest(nil)
            }
            try CampaignStore.update(row, in: tx)
            try runtime.failpoints.pass(.beforeCommit)
            return step
        }
    }

    private func walk(_ row: inout CampaignRow, size: Int, of tenant: TenantFacts, in tx: borrowing Transaction) throws -> Step {
        let now = runtime.clock.now
        let room = Self.queuedLimit - (try messages.tallies(of: [row.id], of: row.tenant, in: tx)[row.id]?.queued ?? 0)
        guard room > 0 else {
            row.dueAt = now + Self.recheck
            return .rest(nil)
        }
        let size = min(size, room)
        let page = try Page.next(of: row, size: size, in: tx)
        let entries = try entries(of: page, &row, of: tenant, in: tx)
        if !entries.isEmpty {
            try messages.submit(entries, for: row.id, from: row.reference, sender: row.sender, in: tx)
            try runtime.failpoints.pass(.afterMessageInsert)
        }
        row.position = page.position
        row.walked += page.recipients.count
        row.reason = nil
        row.dueAt = now
        guard page.recipients.count < size else { return .goOn(row.reference) }
        row.endRound(next: try next(of: row, in: tenant.timeZone, after: now, in: tx), now: now)
        return .rest(row.reference)
    }

    /// The messages of a page. Whoever wants none, and whoever a gap cannot be filled for, is counted in the row and left out.
    private func entries(of page: Page, _ row: inout CampaignRow, of tenant: TenantFacts, in tx: borrowing Transaction) throws -> [BulkMessage] {
        let unwilling = try optOuts.optedOut(among: page.recipients.compactMap(\.number), of: row.tenant, in: tx)
        var entries: [BulkMessage] = []
        entries.reserveCapacity(page.recipients.count)
        var values = row.values(of: tenant)
        for recipient in page.recipients {
            if let number = recipient.number, unwilling.contains(number) {
                row.optedOut += 1
                continue
            }
            var content = row.content
            if row.hasGaps {
                (values.number, values.contact) = (recipient.number, recipient.contact)
                let (filled, rest) = Filling.attempted(content, with: values)
                guard rest.missing.isEmpty, rest.unavailable.isEmpty, filled.overlong.isEmpty else {
                    row.incomplete += 1
                    continue
                }
                content = filled
            }
            entries.append(BulkMessage(recipient: recipient.recipient, content: content, contact: recipient.contact?.id))
        }
        return entries
    }

    /// Over once of each message it is known what became of it.
    private func complete(_ row: inout CampaignRow, in tx: borrowing Transaction) throws -> Step {
        if try messages.tallies(of: [row.id], of: row.tenant, in: tx)[row.id]?.queued ?? 0 == 0 {
            row.status = .completed
            row.updatedAt = runtime.clock.now
        } else {
            row.dueAt = runtime.clock.now + Self.recheck
        }
        return .rest(nil)
    }

    private func withdraw(_ row: inout CampaignRow, in tx: borrowing Transaction) throws -> Step {
        let withdrawn = try messages.withdraw(row.id, limit: Self.withdrawnAtOnce, of: row.tenant, in: tx)
        row.isWithdrawing = withdrawn == Self.withdrawnAtOnce
        return row.isWithdrawing ? .goOn(row.reference) : .rest(nil)
    }

    private func count(_ row: CampaignRow, in tx: borrowing Transaction) throws -> Int {
        row.audience.kind == .explicit
            ? try RecipientStore.count(row.id, of: row.tenant, in: tx) : try Campaigns.count(row.audience, of: row.tenant, in: tx)
    }

    private func next(of row: CampaignRow, in zone: String, after now: Instant, in tx: borrowing Transaction) throws -> Instant? {
        let days =
            switch row.repetition {
            case .none: 0
            case .daily: 1
            case .weekly: 7
            }
        return days == 0 ? nil : try RunStore.next(after: now, from: row.localStart, everyDays: days, in: zone, in: tx)
    }

    private func wait(_ claim: ClaimedCampaign, until: Instant, because reason: CampaignRecord.Reason) async throws {
        try await database.write(as: claim.tenant) { tx in
            if var row = try CampaignStore.lock(claim.id, of: claim.tenant, in: tx), try RunStore.isHeld(claim, in: tx) {
                row.reason = reason
                row.dueAt = until
                try CampaignStore.update(row, in: tx)
            }
            try RunStore.release(claim, in: tx)
        }
    }

    private func release(_ claim: ClaimedCampaign, notBefore: Instant? = nil) async throws {
        try await database.write(as: claim.tenant) { tx in try RunStore.release(claim, notBefore: notBefore, in: tx) }
    }
}
