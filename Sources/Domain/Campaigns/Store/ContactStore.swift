import Contracts
import Core
import Database

/// The statements of contacts.
enum ContactStore {
    /// Whether a write failed since another contact has the number.
    static func isTakenNumber(_ error: DatabaseError) -> Bool { error.code == .constraint("contact_number") }

    static func insert(_ contact: ContactRecord, of tenant: TenantID, in tx: borrowing Transaction) throws {
        try tx.run(
            """
            INSERT INTO campaigns.contact (tenant_id, id, number, name, first_name, last_name, email, tags, custom, created_at, updated_at)
            VALUES (\(tenant), \(contact.id), \(contact.number.digits), \(contact.name), \(contact.firstName), \(contact.lastName),
                    \(contact.email), \(contact.tags), \(contact.custom), \(contact.createdAt), \(contact.updatedAt))
            """)
    }

    static func update(_ contact: ContactRecord, of tenant: TenantID, in tx: borrowing Transaction) throws {
        try tx.run(
            """
            UPDATE campaigns.contact
               SET number = \(contact.number.digits), name = \(contact.name), first_name = \(contact.firstName), last_name = \(contact.lastName),
                   email = \(contact.email), tags = \(contact.tags), custom = \(contact.custom), updated_at = \(contact.updatedAt)
             WHERE tenant_id = \(tenant) AND id = \(contact.id)
            """)
    }

    static func delete(_ id: ContactID, of tenant: TenantID, in tx: borrowing Transaction) throws -> Bool {
        try tx.run("DELETE FROM campaigns.contact WHERE tenant_id = \(tenant) AND id = \(id)") == 1
    }

    static func find(_ id: ContactID, of tenant: TenantID, in tx: borrowing Transaction) throws -> ContactRecord? {
        try tx.first("\(selection) WHERE c.tenant_id = \(tenant) AND c.id = \(id)", record)
    }

    /// The same, and keeps others from changing it until the transaction ends.
    static func lock(_ id: ContactID, of tenant: TenantID, in tx: borrowing Transaction) throws -> ContactRecord? {
        try tx.first("\(selection) WHERE c.tenant_id = \(tenant) AND c.id = \(id) FOR NO KEY UPDATE OF c", record)
    }

    /// The contacts that have these numbers.
    static func find(_ numbers: [PhoneNumber], of tenant: TenantID, in tx: borrowing Transaction) throws -> [PhoneNumber: ContactRecord] {
        let found = try tx.rows("\(selection) WHERE c.tenant_id = \(tenant) AND c.number = ANY (\(numbers.map(\.digits)))", record)
        return Dictionary(found.map { ($0.number, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// The newest first; after the one named those that are older.
    static func page(
        of tenant: TenantID, after: ContactID?, tags: [String], number: PhoneNumber?, limit: Int, in tx: borrowing Transaction
    ) throws -> [ContactRecord] {
        try tx.rows(
            """
            \(selection) WHERE c.tenant_id = \(tenant) \(conditions(after: after, tags: tags))
            \(number.map { "AND c.number = \($0.digits)" as SQL } ?? "") ORDER BY c.id DESC LIMIT \(limit)
            """, record)
    }

    /// In the order of their ids, beginning after `position`: whoever has one of the tags, or everybody where none is named.
    static func walk(
        of tenant: TenantID, from position: ContactID?, tags: [String], limit: Int, in tx: borrowing Transaction
    ) throws -> [ContactRecord] {
        try tx.rows(
            """
            \(selection) WHERE c.tenant_id = \(tenant) \(position.map { "AND c.id > \($0)" as SQL } ?? "")
            \(tags.isEmpty ? "" : "AND c.tags && \(tags)" as SQL) ORDER BY c.id LIMIT \(limit)
            """, record)
    }

    static func count(of tenant: TenantID, tags: [String], in tx: borrowing Transaction) throws -> Int {
        try tx.first(
            "SELECT count(*) FROM campaigns.contact c WHERE c.tenant_id = \(tenant) \(tags.isEmpty ? "" : "AND c.tags && \(tags)" as SQL)"
        ) { row in try row.next(Int.self) } ?? 0
    }

    private static func conditions(after: ContactID?, tags: [String]) -> SQL {
        "\(after.map { "AND c.id < \($0)" as SQL } ?? "") \(tags.isEmpty ? "" : "AND c.tags && \(tags)" as SQL)"
    }

    private static let selection: SQL = """
        SELECT c.id, c.number, c.name, c.first_name, c.last_name, c.email, c.tags, c.custom, o.opted_out_at, c.created_at, c.updated_at
          FROM campaigns.contact c LEFT JOIN campaigns.opt_out o ON o.tenant_id = c.tenant_id AND o.number = c.number
        """

    private static func record(_ row: inout RowReader) throws -> ContactRecord {
        let id: ContactID = try row.next()
        guard let number = PhoneNumber(try row.next(String.self)) else { throw DatabaseError(.unreadable, detail: "a contact's number") }
        return ContactRecord(
            id: id, number: number, name: try row.next(String?.self), firstName: try row.next(String?.self),
            lastName: try row.next(String?.self), email: try row.next(String?.self), tags: try row.next([String].self),
            custom: try row.next(), optedOutAt: try row.next(Instant?.self), createdAt: try row.next(), updatedAt: try row.next())
    }
}
