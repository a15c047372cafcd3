import Contracts
import Core
import Database

/// The statements of people.
enum PersonStore {
    /// A person to be.
    struct NewPerson: Sendable {
        let id: PersonID
        let email: String
        let firstName: String?
        let lastName: String?
        let role: Role
        /// As a PHC string.
        let password: String
    }

    /// What somebody signs in against.
    struct Credentials: Sendable {
        let id: PersonID
        /// As a PHC string.
        let password: String
    }

    /// Keeps a new person; an address that another of the tenant's has breaks the constraint `person_email_taken`.
    static func insert(_ person: NewPerson, of tenant: TenantID, at now: Instant, in tx: borrowing Transaction) throws -> PersonProfile {
        try tx.run(
            """
            INSERT INTO accounts.person (tenant_id, id, email, role, password, first_name, last_name, created_at, updated_at)
            VALUES (\(tenant), \(person.id), \(person.email), \(person.role), \(person.password), \(person.firstName), \(person.lastName),
                    \(now), \(now))
            """)
        return PersonProfile(
            id: person.id, email: person.email, firstName: person.firstName, lastName: person.lastName, role: person.role, createdAt: now)
    }

    /// How many people the tenant has.
    static func count(of tenant: TenantID, in tx: borrowing Transaction) throws -> Int {
        try tx.first("SELECT count(*) FROM accounts.person WHERE tenant_id = \(tenant)") { try $0.next(Int.self) } ?? 0
    }

    /// How many owners the tenant has.
    static func owners(of tenant: TenantID, in tx: borrowing Transaction) throws -> Int {
        try tx.first("SELECT count(*) FROM accounts.person WHERE tenant_id = \(tenant) AND role = \(Role.owner)") { try $0.next(Int.self) } ?? 0
    }

    /// Whether one of the tenant's people has that address.
    static func isTaken(_ email: EmailAddress, in tenant: TenantID, in tx: borrowing Transaction) throws -> Bool {
        try tx.first("SELECT true FROM accounts.person WHERE tenant_id = \(tenant) AND email = \(email.description)") { try $0.next(Bool.self) }
            ?? false
    }

    /// What the person of that address signs in against, nil if the tenant has none, or is closed.
    static func credentials(_ email: EmailAddress, of tenant: TenantID, in tx: borrowing Transaction) throws -> Credentials? {
        try tx.first("SELECT id, password FROM accounts.person WHERE tenant_id = \(tenant) AND email = \(email.description)") { row in
            Credentials(id: try row.next(), password: try row.next())
        }
    }

    /// What that person signs in against, and the address; nil if there is nobody of that id.
    static func credentials(_ id: PersonID, of tenant: TenantID, in tx: borrowing Transaction) throws -> (Credentials, email: String)? {
        try tx.first("SELECT id, password, email FROM accounts.person WHERE tenant_id = \(tenant) AND id = \(id)") { row in
            (Credentials(id: try row.next(), password: try row.next()), email: try row.next())
        }
    }

    /// The person, unless he has changed his password since `known` was read. Keeps others from changing him until the transaction ends: of a
    /// sign-in and the end of all tokens at the same time, one sees the other.
    static func confirm(_ known: Credentials, of tenant: TenantID, in tx: borrowing Transaction) throws -> PersonProfile? {
        try tx.first(
            """
            SELECT \(raw: columns) FROM accounts.person
            WHERE tenant_id = \(tenant) AND id = \(known.id) AND password = \(known.password) FOR NO KEY UPDATE
            """, read)
    }

    /// Gives the person another password in place of the one that is known; false if that has changed since.
    static func set(
        password: String, replacing known: Credentials, of tenant: TenantID, at now: Instant, in tx: borrowing Transaction
    ) throws -> Bool {
        try tx.run(
            """
            UPDATE accounts.person SET password = \(password), updated_at = \(now)
            WHERE tenant_id = \(tenant) AND id = \(known.id) AND password = \(known.password)
            """) == 1
    }

    /// One of the tenant's people, nil if there is nobody of that id.
    static func person(_ id: PersonID, of tenant: TenantID, in tx: borrowing Transaction) throws -> PersonProfile? {
        try tx.first("SELECT \(raw: columns) FROM accounts.person WHERE tenant_id = \(tenant) AND id = \(id)", read)
    }

    /// The tenant's people after `cursor`, in the order in which they came.
    static func list(_ tenant: TenantID, after cursor: PersonID?, limit: Int, in tx: borrowing Transaction) throws -> [PersonProfile] {
        let rest: SQL = cursor.map { "AND id > \($0)" } ?? ""
        return try tx.rows("SELECT \(raw: columns) FROM accounts.person WHERE tenant_id = \(tenant) \(rest) ORDER BY id LIMIT \(limit)", read)
    }

    /// Keeps what is different about a person.
    static func update(_ person: PersonProfile, of tenant: TenantID, at now: Instant, in tx: borrowing Transaction) throws {
        try tx.run(
            """
            UPDATE accounts.person SET role = \(person.role), first_name = \(person.firstName), last_name = \(person.lastName), updated_at = \(now)
            WHERE tenant_id = \(tenant) AND id = \(person.id)
            """)
    }

    /// Removes a person.
    static func delete(_ id: PersonID, of tenant: TenantID, in tx: borrowing Transaction) throws {
        try tx.run("DELETE FROM accounts.person WHERE tenant_id = \(tenant) AND id = \(id)")
    }

    private static let columns: StaticString = "id, email, first_name, last_name, role, created_at"

    private static func read(_ row: inout RowReader) throws -> PersonProfile {
        PersonProfile(
            id: try row.next(), email: try row.next(), firstName: try row.next(String?.self), lastName: try row.next(String?.self),
            role: try row.next(), createdAt: try row.next())
    }
}
