import Contracts
import Core
import Database

/// `instances.device_state`: sealed values by name.
enum DeviceStateStore {
    static func load(_ names: [String], of instance: InstanceReference, in tx: borrowing Transaction) throws -> [(name: String, sealed: [UInt8])] {
        try tx.rows(
            """
            SELECT name, sealed FROM instances.device_state
            WHERE tenant_id = \(instance.tenant) AND instance_id = \(instance.id) AND name = ANY(\(names))
            """
        ) { row in try (name: row.next(String.self), sealed: row.next([UInt8].self)) }
    }

    static func save(_ values: [(name: String, sealed: [UInt8])], of instance: InstanceReference, at now: Instant, in tx: borrowing Transaction)
        throws
    {
        guard !values.isEmpty else { return }
        try tx.run(
            """
            INSERT INTO instances.device_state (tenant_id, instance_id, name, sealed, updated_at)
            SELECT \(instance.tenant), \(instance.id), name, sealed, \(now)
            FROM unnest(\(values.map(\.name)), \(values.map(\.sealed))) AS value (name, sealed)
            ON CONFLICT (tenant_id, instance_id, name) DO UPDATE SET sealed = excluded.sealed, updated_at = excluded.updated_at
            """)
    }

    static func forget(_ names: [String], of instance: InstanceReference, in tx: borrowing Transaction) throws {
        guard !names.isEmpty else { return }
        try tx.run(
            """
            DELETE FROM instances.device_state
            WHERE tenant_id = \(instance.tenant) AND instance_id = \(instance.id) AND name = ANY(\(names))
            """)
    }

    static func forgetAll(of instance: InstanceReference, in tx: borrowing Transaction) throws {
        try tx.run("DELETE FROM instances.device_state WHERE tenant_id = \(instance.tenant) AND instance_id = \(instance.id)")
    }
}
