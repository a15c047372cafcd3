import Contracts
import Core
import Database

/// The statements of the one endpoint that is set on an instance itself.
enum ShortcutStore {
    static func secret(of instance: InstanceReference, in tx: borrowing Transaction) throws -> (id: EndpointID, sealed: [UInt8])? {
        try tx.first(
            "SELECT id, secret FROM webhooks.endpoint WHERE tenant_id = \(instance.tenant) AND instance_id = \(instance.id) AND is_shortcut"
        ) { row in (try row.next(EndpointID.self), try row.next([UInt8].self)) }
    }

    /// Gives the one that is there the URL and the dialect, and posts to it again; which that is, nil without one. Its secret and its kinds stay.
    static func replace(with endpoint: EndpointRecord, of instance: InstanceReference, in tx: borrowing Transaction) throws -> EndpointRecord? {
        try tx.first(
            """
            UPDATE webhooks.endpoint
               SET url = \(endpoint.url), dialect = \(endpoint.dialect.rawValue), status = 'enabled', paused_reason = NULL, failing_since = NULL
             WHERE tenant_id = \(instance.tenant) AND instance_id = \(instance.id) AND is_shortcut
            RETURNING id, url, instance_id, events, dialect, status, paused_reason, created_at
            """
        ) { row in try EndpointStore.record(&row) }
    }

    /// Makes it; whether it did, for one that came in between is replaced.
    static func insert(
        _ endpoint: EndpointRecord, of instance: InstanceReference, secret: [UInt8], in tx: borrowing Transaction
    ) throws -> Bool {
        let kept = try tx.first(
            """
            INSERT INTO webhooks.endpoint (tenant_id, id, instance_id, is_shortcut, url, events, dialect, secret, status, created_at)
            VALUES (\(instance.tenant), \(endpoint.id), \(instance.id), true, \(endpoint.url), '{*}', \(endpoint.dialect.rawValue),
                    \(secret), 'enabled', \(endpoint.createdAt))
            ON CONFLICT (tenant_id, instance_id) WHERE is_shortcut DO UPDATE SET url = excluded.url, dialect = excluded.dialect
            RETURNING id
            """
        ) { row in try row.next(EndpointID.self) }
        return kept == endpoint.id
    }

    /// Removes it; how it was, nil if there is none.
    static func delete(of instance: InstanceReference, in tx: borrowing Transaction) throws -> EndpointRecord? {
        try tx.first(
            """
            DELETE FROM webhooks.endpoint WHERE tenant_id = \(instance.tenant) AND instance_id = \(instance.id) AND is_shortcut
            RETURNING id, url, instance_id, events, dialect, status, paused_reason, created_at
            """
        ) { row in try EndpointStore.record(&row) }
    }

    static func urls(of instances: [InstanceID], of tenant: TenantID, in tx: borrowing Transaction) throws -> [InstanceID: String] {
        let found = try tx.rows(
            """
            SELECT instance_id, url FROM webhooks.endpoint
             WHERE tenant_id = \(tenant) AND instance_id = ANY (\(instances)) AND is_shortcut
            """
        ) { row in (try row.next(InstanceID.self), try row.next(String.self)) }
        return Dictionary(found) { first, _ in first }
    }
}
