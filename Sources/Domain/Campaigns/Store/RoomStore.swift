import Contracts
import Core
import Database

/// How many things of a kind a tenant has, counted by whoever makes one more.
enum RoomStore {
    /// The things of which there may be no more than so many.
    enum Thing: String { case contact, template, campaign }

    /// How many there are, `limit` at most. Of two that make one at the same time the second waits for the first, and counts it: ask inside the
    /// transaction that makes one, before it does.
    static func count(_ thing: Thing, of tenant: TenantID, upTo limit: Int, in tx: borrowing Transaction) throws -> Int {
        let room: String = "campaigns.\(thing.rawValue) \(tenant)"
        try tx.run("SELECT pg_advisory_xact_lock(hashtextextended(\(room), 0))")
        let rows: SQL =
            switch thing {
            case .contact: "campaigns.contact WHERE tenant_id = \(tenant)"
            case .template: "campaigns.template WHERE tenant_id = \(tenant)"
            case .campaign: "campaigns.campaign WHERE tenant_id = \(tenant) AND status NOT IN ('completed', 'cancelled')"
            }
        return try tx.first("SELECT count(*) FROM (SELECT FROM \(rows) LIMIT \(limit)) AS counted") { row in try row.next(Int.self) } ?? 0
    }
}
