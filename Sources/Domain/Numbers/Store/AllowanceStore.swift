import Contracts
import Core
import Database

/// `numbers.allowance`: how much instances may still ask, the same for all processes.
enum AllowanceStore {
    /// The instance's, full where nothing was taken yet, locked until the transaction ends.
    static func lock(_ instance: InstanceReference, at now: Instant, in tx: borrowing Transaction) throws -> LookUpAllowance {
        let full = try tx.first(
            """
            INSERT INTO numbers.allowance AS kept (tenant_id, instance_id, full_at) VALUES (\(instance.tenant), \(instance.id), \(now))
            ON CONFLICT (tenant_id, instance_id) DO UPDATE SET full_at = kept.full_at
            RETURNING full_at
            """
        ) { row in try row.next(Instant.self) }
        return LookUpAllowance(fullAt: full ?? now)
    }

    static func set(_ allowance: LookUpAllowance, of instance: InstanceReference, in tx: borrowing Transaction) throws {
        try tx.run(
            """
            UPDATE numbers.allowance SET full_at = \(allowance.fullAt)
             WHERE tenant_id = \(instance.tenant) AND instance_id = \(instance.id)
            """)
    }

    /// Removes at most `limit` that are full: none means the same. How many there were; what another process holds just now is left alone.
    static func sweep(_ limit: Int, fullAt now: Instant, in tx: borrowing Transaction) throws -> Int {
        try tx.run(
            """
            DELETE FROM numbers.allowance WHERE (tenant_id, instance_id) IN (
                SELECT tenant_id, instance_id FROM numbers.allowance WHERE full_at <= \(now)
                 ORDER BY full_at LIMIT \(limit) FOR UPDATE SKIP LOCKED)
            """)
    }

    static func delete(of instance: InstanceReference, in tx: borrowing Transaction) throws {
        try tx.run("DELETE FROM numbers.allowance WHERE tenant_id = \(instance.tenant) AND instance_id = \(instance.id)")
    }

    /// Erases at most `limit` of the tenant's; how many there were.
    static func erase(_ limit: Int, of tenant: TenantID, in tx: borrowing Transaction) throws -> Int {
        try tx.run(
            """
            DELETE FROM numbers.allowance
             WHERE tenant_id = \(tenant)
               AND instance_id IN (SELECT instance_id FROM numbers.allowance WHERE tenant_id = \(tenant) LIMIT \(limit))
            """)
    }
}
