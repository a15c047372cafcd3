import Contracts
import Core
import Database

/// The statements of tenants, their slugs and their data keys.
enum AccountStore {
    /// A tenant's data key as it is stored, and which of the tenant's data keys it is.
    struct WrappedKey: Sendable {
        let version: UInt8
        let bytes: [UInt8]
    }

    /// A tenant as it is kept here.
    struct Record: Sendable {
        let id: TenantID
        let slug: String
        let name: String
        let timeZone: String
        let status: TenantStatus
        let created: Instant
    }

    /// Keeps a new tenant and its slug; a slug that another has breaks the constraint `slug_taken`. Across tenants.
    static func insert(
        _ id: TenantID, name: String, slug: String, timeZone: String, at now: Instant, in tx: borrowing Transaction
    ) throws {
        try tx.run(
            """
            INSERT INTO accounts.tenant (id, slug, name, time_zone, status, created_at, updated_at)
            VALUES (\(id), \(slug), \(name), \(timeZone), \(TenantStatus.active), \(now), \(now))
            """)
        try tx.run("INSERT INTO accounts.slug (slug, tenant_id) VALUES (\(slug), \(id))")
    }

    /// Keeps a new data key; across tenants.
    static func insert(_ key: WrappedKey, of tenant: TenantID, at now: Instant, in tx: borrowing Transaction) throws {
        try tx.run(
            """
            INSERT INTO accounts.data_key (tenant_id, version, wrapped, created_at)
            VALUES (\(tenant), \(Int16(key.version)), \(key.bytes), \(now))
            """)
    }

    /// The tenant's newest data keys, the newest first; across tenants.
    static func keys(of tenant: TenantID, in tx: borrowing Transaction) throws -> [WrappedKey] {
        try tx.rows("SELECT version, wrapped FROM accounts.data_key WHERE tenant_id = \(tenant) ORDER BY version DESC") { row in
            WrappedKey(version: UInt8(clamping: try row.next(Int16.self)), bytes: try row.next())
        }
    }

    /// What others may know of a tenant, nil if there is none of that id or it is closed; across tenants.
    static func facts(_ id: TenantID, in tx: borrowing Transaction) throws -> TenantFacts? {
        try tx.first("SELECT \(raw: facts) FROM accounts.tenant WHERE id = \(id) AND status <> 'closed'", readFacts)
    }

    /// What others may know of the tenant of that slug, nil if there is none or it is closed; across tenants.
    static func facts(slug: String, in tx: borrowing Transaction) throws -> TenantFacts? {
        try tx.first(
            """
            SELECT \(raw: facts) FROM accounts.tenant
            WHERE id = (SELECT tenant_id FROM accounts.slug WHERE slug.slug = \(slug)) AND status <> 'closed'
            """, readFacts)
    }

    /// What a tenant sees of itself, as far as it is kept here; nil once it is closed.
    static func record(_ id: TenantID, in tx: borrowing Transaction) throws -> Record? {
        try tx.first("SELECT \(raw: record) FROM accounts.tenant WHERE id = \(id) AND status <> 'closed'", readRecord)
    }

    /// The same, and keeps others from changing the tenant or its people until the transaction ends. Keys and the like can be made meanwhile.
    static func lock(_ id: TenantID, in tx: borrowing Transaction) throws -> Record? {
        try tx.first("SELECT \(raw: record) FROM accounts.tenant WHERE id = \(id) AND status <> 'closed' FOR NO KEY UPDATE", readRecord)
    }

    /// Gives a tenant another name or time zone; nil leaves as it is.
    static func update(_ id: TenantID, name: String?, timeZone: String?, at now: Instant, in tx: borrowing Transaction) throws {
        try tx.run(
            """
            UPDATE accounts.tenant SET name = coalesce(\(name), name), time_zone = coalesce(\(timeZone), time_zone), updated_at = \(now)
            WHERE id = \(id)
            """)
    }

    /// Ends a tenant for good; its rows are erased later. Across tenants.
    static func close(_ tenant: TenantID, at now: Instant, in tx: borrowing Transaction) throws {
        try tx.run(
            """
            UPDATE accounts.tenant
            SET status = 'closed', closed_at = \(now), suspended_at = NULL, suspension_reason = NULL, updated_at = \(now)
            WHERE id = \(tenant)
            """)
    }

    /// Whether PostgreSQL has that time zone. Its list is the one that local times are converted with later.
    static func isTimeZone(_ name: String, in tx: borrowing Transaction) throws -> Bool {
        try tx.first("SELECT EXISTS (SELECT FROM pg_timezone_names WHERE name = \(name))") { try $0.next(Bool.self) } ?? false
    }

    private static let record: StaticString = "id, slug, name, time_zone, status, created_at"

    private static func readRecord(_ row: inout RowReader) throws -> Record {
        Record(
            id: try row.next(), slug: try row.next(), name: try row.next(), timeZone: try row.next(), status: try row.next(),
            created: try row.next())
    }

    private static let facts: StaticString = "id, slug, name, time_zone, status"

    private static func readFacts(_ row: inout RowReader) throws -> TenantFacts {
        TenantFacts(
            id: try row.next(), slug: try row.next(), name: try row.next(), timeZone: try row.next(),
            isSuspended: try row.next(TenantStatus.self) == .suspended)
    }
}
