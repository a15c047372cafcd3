import Contracts
import Core
import Database

/// All SQL on the schema `accounts`.
enum AccountStore {
    /// A person to be.
    struct NewPerson: Sendable {
        let id: PersonID
        let email: String
        let role: String
        let password: String
    }

    /// A tenant's data key as it is stored, and which of the tenant's data keys it is.
    struct WrappedKey: Sendable {
        let version: UInt8
        let bytes: [UInt8]
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

    /// Keeps a new person.
    static func insert(_ person: NewPerson, of tenant: TenantID, at now: Instant, in tx: borrowing Transaction) throws {
        try tx.run(
            """
            INSERT INTO accounts.person (tenant_id, id, email, role, password, created_at, updated_at)
            VALUES (\(tenant), \(person.id), \(person.email), \(person.role), \(person.password), \(now), \(now))
            """)
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

    /// What others may know of a tenant, nil if there is none of that id; across tenants.
    static func facts(_ id: TenantID, in tx: borrowing Transaction) throws -> TenantFacts? {
        try tx.first("SELECT \(raw: facts) FROM accounts.tenant WHERE id = \(id)", readFacts)
    }

    /// What others may know of the tenant of that slug, nil if there is none; across tenants.
    static func facts(slug: String, in tx: borrowing Transaction) throws -> TenantFacts? {
        try tx.first(
            "SELECT \(raw: facts) FROM accounts.tenant WHERE id = (SELECT tenant_id FROM accounts.slug WHERE slug.slug = \(slug))", readFacts)
    }

    /// What a tenant sees of itself.
    static func profile(_ id: TenantID, in tx: borrowing Transaction) throws -> TenantProfile? {
        try tx.first("SELECT id, slug, name, time_zone, status, created_at FROM accounts.tenant WHERE id = \(id)") { row in
            TenantProfile(
                id: try row.next(), slug: try row.next(), name: try row.next(), timeZone: try row.next(), status: try row.next(),
                created: try row.next())
        }
    }

    /// Suspends or reinstates a tenant; false if there is none of that id. Across tenants.
    static func set(_ status: TenantStatus, of tenant: TenantID, at now: Instant, in tx: borrowing Transaction) throws -> Bool {
        try tx.run("UPDATE accounts.tenant SET status = \(status), updated_at = \(now) WHERE id = \(tenant)") == 1
    }

    /// Whether PostgreSQL has that time zone. Its list is the one that local times are converted with later.
    static func isTimeZone(_ name: String, in tx: borrowing Transaction) throws -> Bool {
        try tx.first("SELECT EXISTS (SELECT FROM pg_timezone_names WHERE name = \(name))") { try $0.next(Bool.self) } ?? false
    }

    private static let facts: StaticString = "id, slug, time_zone, status"

    private static func readFacts(_ row: inout RowReader) throws -> TenantFacts {
        TenantFacts(
            id: try row.next(), slug: try row.next(), timeZone: try row.next(),
            isSuspended: try row.next(TenantStatus.self) == .suspended)
    }
}
