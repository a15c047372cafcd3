package import Contracts
import Core
package import Database

extension Audit: AuditTrail {
    /// How long an address or a subject may be, in bytes; a proxy that is believed may have said anything.
    private static let wordLimit = 256
    /// Tenants' trails are locked before the operator's, whichever was asked for first: who waits for whom is then never a circle.
    private enum Order { static let tenants = 0, operators = 1 }

    package func record(_ entry: AuditEntry, in tx: borrowing Transaction) throws {
        let origin = Origin.current
        let wanted = Wanted(
            action: entry.action, actor: AuditActor(origin, person: entry.person), subject: entry.subject.map(Self.word),
            before: entry.before, after: entry.after, address: origin.flatMap { Self.address($0.request) },
            request: origin?.request.requestID)
        let tenant = entry.tenant ?? Self.operatorsTrail
        tx.atEnd(order: entry.tenant == nil ? Order.operators : Order.tenants) { tx in try write(wanted, to: tenant, in: tx) }
    }

    /// What is to be written once the trail is locked.
    private struct Wanted {
        let action: AuditAction
        let actor: AuditActor
        let subject: String?
        let before: JSON?
        var after: JSON?
        let address: String?
        let request: RequestID?
    }

    private func write(_ wanted: Wanted, to tenant: TenantID, in tx: borrowing Transaction) throws {
        let now = runtime.clock.now
        var wanted = wanted
        var (head, seal) = try lock(tenant, at: now, in: tx)
        // An end that somebody else has touched is never made whole again, or what he did would be covered up by whatever happens next.
        let isWhole = key.isWhole(head, of: tenant, sealed: seal)
        if !isWhole { runtime.log.error("the end of an audit trail was tampered with", ["tenant": .string(tenant.description)]) }
        if wanted.action.isRefusal {
            guard head.countRefusal(at: now) else {
                return try HeadStore.update(head, seal: isWhole ? key.seal(of: head, of: tenant) : Head.broken, of: tenant, in: tx)
            }
            if head.leftOut > 0 {
                wanted.after = .object((wanted.after?.object ?? []) + [JSON.Member("left_out_before", .integer(head.leftOut))])
                head.leftOut = 0
            }
        }
        let entry = Entry(
            tenant: tenant, sequence: head.sequence + 1, id: runtime.ids.next(), at: now, action: wanted.action.rawValue,
            actor: wanted.actor.kind.rawValue, actorID: wanted.actor.id, person: wanted.actor.person, subject: wanted.subject,
            before: wanted.before.map(Self.detail), after: wanted.after.map(Self.detail), address: wanted.address, request: wanted.request)
        let isFirst = head.sequence == 0
        head.hash = key.code(of: entry, after: head.hash)
        head.sequence = entry.sequence
        seal = isWhole ? key.seal(of: head, of: tenant) : Head.broken
        try EntryStore.append(entry, hash: head.hash, movingTo: head, sealed: seal, in: tx)
        // Only across tenants: a tenant cannot write into the operator's trail.
        guard isFirst, tenant != Self.operatorsTrail, tx.tenant == nil else { return }
        let began = Wanted(
            action: .trailBegan, actor: wanted.actor, subject: Self.subject(of: tenant), before: nil,
            after: ["hash": .string(Hex.encode(head.hash))], address: wanted.address, request: wanted.request)
        tx.atEnd(order: Order.operators) { tx in try write(began, to: Self.operatorsTrail, in: tx) }
    }

    /// The end of the trail, nobody else adding to it until the transaction ends.
    private func lock(_ tenant: TenantID, at now: Instant, in tx: borrowing Transaction) throws -> (head: Head, seal: [UInt8]) {
        if let found = try HeadStore.lock(tenant, in: tx) { return found }
        var head = Head(refusalsSince: now)
        var seal = key.seal(of: head, of: tenant)
        if let last = try EntryStore.last(of: tenant, in: tx) {
            // Somebody has taken the end away; what is done goes on to be written down, and the chain stays broken.
            (head.sequence, head.hash, seal) = (last.sequence, last.hash, Head.broken)
        }
        try HeadStore.insert(head, seal: seal, of: tenant, in: tx)
        return try HeadStore.lock(tenant, in: tx) ?? (head, seal)
    }

    /// How the operator's trail names a tenant's.
    static func subject(of tenant: TenantID) -> String { "tenant:\(tenant)" }

    private static func address(_ request: any RequestFacts) -> String? {
        let address = request.clientAddress
        return address.isEmpty ? nil : word(address)
    }

    private static func word(_ text: String) -> String {
        // NUL is no character of PostgreSQL's text.
        String(decoding: text.utf8.filter { $0 != 0 }.prefix(wordLimit), as: UTF8.self)
    }

    private static func detail(_ detail: JSON) -> String {
        let text = detail.text
        let length = text.utf8.count
        return length <= detailLimit ? text : (["omitted_bytes": .integer(Int64(length))] as JSON).text
    }
}
