import Contracts
import Core
import Database

/// The statements of endpoints.
enum EndpointStore {
    /// All kinds, as the column spells it.
    private static let everything = "*"

    /// What the sealed secret is bound to.
    static func context(of id: EndpointID) -> String { "webhooks.endpoint.secret:\(id)" }

    static func count(of tenant: TenantID, in tx: borrowing Transaction) throws -> Int {
        try tx.first("SELECT count(*) FROM webhooks.endpoint WHERE tenant_id = \(tenant)") { row in try row.next(Int.self) } ?? 0
    }

    static func insert(_ endpoint: EndpointRecord, of tenant: TenantID, secret: [UInt8], in tx: borrowing Transaction) throws {
        try tx.run(
            """
            INSERT INTO webhooks.endpoint (tenant_id, id, instance_id, url, events, dialect, secret, status, created_at)
            VALUES (\(tenant), \(endpoint.id), \(endpoint.instance), \(endpoint.url), \(words(endpoint.kinds)), \(endpoint.dialect.rawValue),
                    \(secret), \(endpoint.status.rawValue), \(endpoint.createdAt))
            """)
    }

    static func page(
        of tenant: TenantID, instance: InstanceID?, after: EndpointID?, limit: Int, in tx: borrowing Transaction
    ) throws -> [EndpointRecord] {
        try tx.rows(
            """
            SELECT id, url, instance_id, events, dialect, status, paused_reason, created_at FROM webhooks.endpoint
             WHERE tenant_id = \(tenant) AND (\(instance)::uuid IS NULL OR instance_id = \(instance))
               AND (\(after)::uuid IS NULL OR id > \(after))
             ORDER BY id LIMIT \(limit)
            """
        ) { row in try record(&row) }
    }

    /// Removes an endpoint; how it was, nil if there is none of that id.
    static func delete(_ id: EndpointID, of tenant: TenantID, instance: InstanceID?, in tx: borrowing Transaction) throws -> EndpointRecord? {
        try tx.first(
            """
            DELETE FROM webhooks.endpoint
             WHERE tenant_id = \(tenant) AND id = \(id) AND (\(instance)::uuid IS NULL OR instance_id = \(instance))
            RETURNING id, url, instance_id, events, dialect, status, paused_reason, created_at
            """
        ) { row in try record(&row) }
    }

    static func delete(allOf instance: InstanceID, of tenant: TenantID, in tx: borrowing Transaction) throws {
        try tx.run("DELETE FROM webhooks.endpoint WHERE tenant_id = \(tenant) AND instance_id = \(instance)")
    }

    /// The endpoints that want this news, paused ones too: what happens meanwhile is kept for them.
    static func listening(to notice: Notice, in tx: borrowing Transaction) throws -> [(id: EndpointID, dialect: DialectName)] {
        try tx.rows(
            """
            SELECT id, dialect FROM webhooks.endpoint
             WHERE tenant_id = \(notice.tenant) AND (instance_id IS NULL OR instance_id = \(notice.instance))
               AND events && \([everything, notice.kind.rawValue])
            """
        ) { row in (try row.next(EndpointID.self), try row.next(DialectName.self)) }
    }

    static func record(_ row: inout RowReader) throws -> EndpointRecord {
        EndpointRecord(
            id: try row.next(), url: try row.next(), instance: try row.next(InstanceID?.self), kinds: kinds(try row.next([String].self)),
            dialect: try row.next(), status: try row.next(), pausedReason: try row.next(String?.self), createdAt: try row.next())
    }

    private static func words(_ kinds: Set<Notice.Kind>?) -> [String] {
        kinds.map { $0.map(\.rawValue).sorted() } ?? [everything]
    }

    private static func kinds(_ words: [String]) -> Set<Notice.Kind>? {
        words.contains(everything) ? nil : Set(words.compactMap(Notice.Kind.init(rawValue:)))
    }
}
