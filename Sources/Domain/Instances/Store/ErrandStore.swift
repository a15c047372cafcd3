import Contracts
import Core
import Database

/// `instances.errand`: what one process asks of the one that holds a session.
enum ErrandStore {
    /// An errand as it waits.
    struct Waiting: Sendable {
        let id: ErrandID
        let instance: InstanceReference
        let kind: String
        let sealed: [UInt8]
    }

    /// Whether anybody could do it: the instance wants a session.
    static func isWanted(_ instance: InstanceReference, in tx: borrowing Transaction) throws -> Bool {
        let wish = try tx.first(
            "SELECT wish FROM instances.instance WHERE tenant_id = \(instance.tenant) AND id = \(instance.id) AND removed_at IS NULL"
        ) { row in try row.next(Wish.self) }
        return wish == .session
    }

    /// Leaves it to be done until `expiry`; false when `limit` of the instance wait already.
    static func insert(_ errand: Waiting, until expiry: Instant, at now: Instant, limit: Int, in tx: borrowing Transaction) throws -> Bool {
        let inserted = try tx.run(
            """
            INSERT INTO instances.errand (tenant_id, instance_id, id, kind, sealed, expires_at)
            SELECT \(errand.instance.tenant), \(errand.instance.id), \(errand.id), \(errand.kind), \(errand.sealed), \(expiry)
            WHERE \(limit) > (SELECT count(*) FROM instances.errand
                WHERE tenant_id = \(errand.instance.tenant) AND instance_id = \(errand.instance.id) AND expires_at > \(now))
            """)
        return inserted == 1
    }

    /// Takes at most `limit` that are for sessions of this holder, the oldest first. None is ever taken twice.
    static func take(_ limit: Int, for holder: HolderID, at now: Instant, in tx: borrowing Transaction) throws -> [Waiting] {
        try tx.rows(
            """
            WITH taken AS MATERIALIZED (
                SELECT errand.tenant_id, errand.instance_id, errand.id FROM instances.errand
                JOIN instances.instance ON instance.tenant_id = errand.tenant_id AND instance.id = errand.instance_id
                WHERE errand.taken_by IS NULL AND errand.expires_at > \(now) AND instance.holder = \(holder)
                ORDER BY errand.id LIMIT \(limit) FOR UPDATE OF errand SKIP LOCKED
            )
            UPDATE instances.errand SET taken_by = \(holder) FROM taken
            WHERE errand.tenant_id = taken.tenant_id AND errand.instance_id = taken.instance_id AND errand.id = taken.id
            RETURNING errand.tenant_id, errand.instance_id, errand.id, errand.kind, errand.sealed
            """
        ) { row in
            let instance = try InstanceReference(tenant: row.next(), id: row.next())
            return try Waiting(id: row.next(), instance: instance, kind: row.next(), sealed: row.next())
        }
    }

    /// Leaves the answer for whoever asked.
    static func answer(_ errand: ErrandID, of instance: InstanceReference, with sealed: [UInt8], in tx: borrowing Transaction) throws {
        try tx.run(
            """
            UPDATE instances.errand SET answer = \(sealed)
            WHERE tenant_id = \(instance.tenant) AND instance_id = \(instance.id) AND id = \(errand)
            """)
    }

    /// The answer, nil while there is none.
    static func answer(to errand: ErrandID, of instance: InstanceReference, in tx: borrowing Transaction) throws -> [UInt8]? {
        try tx.first(
            """
            SELECT answer FROM instances.errand
            WHERE tenant_id = \(instance.tenant) AND instance_id = \(instance.id) AND id = \(errand) AND answer IS NOT NULL
            """
        ) { row in try row.next([UInt8].self) }
    }

    /// Removes one that nobody waits for any more.
    static func delete(_ errand: ErrandID, of instance: InstanceReference, in tx: borrowing Transaction) throws {
        try tx.run(
            "DELETE FROM instances.errand WHERE tenant_id = \(instance.tenant) AND instance_id = \(instance.id) AND id = \(errand)")
    }

    /// Removes what expired before that time: whoever asked has gone away without doing so.
    static func sweep(before: Instant, in tx: borrowing Transaction) throws {
        try tx.run("DELETE FROM instances.errand WHERE expires_at < \(before)")
    }
}
