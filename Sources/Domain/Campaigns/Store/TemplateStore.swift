import Contracts
import Core
import Database

/// The statements of templates.
enum TemplateStore {
    static func insert(_ template: TemplateRecord, of tenant: TenantID, in tx: borrowing Transaction) throws {
        try tx.run(
            """
            INSERT INTO campaigns.template (tenant_id, id, name, kind, content, created_at, updated_at)
            VALUES (\(tenant), \(template.id), \(template.name), \(template.content.kind), \(template.content.json), \(template.createdAt),
                    \(template.updatedAt))
            """)
    }

    static func update(_ template: TemplateRecord, of tenant: TenantID, in tx: borrowing Transaction) throws {
        try tx.run(
            """
            UPDATE campaigns.template
               SET name = \(template.name), kind = \(template.content.kind), content = \(template.content.json), updated_at = \(template.updatedAt)
             WHERE tenant_id = \(tenant) AND id = \(template.id)
            """)
    }

    static func delete(_ id: TemplateID, of tenant: TenantID, in tx: borrowing Transaction) throws -> Bool {
        try tx.run("DELETE FROM campaigns.template WHERE tenant_id = \(tenant) AND id = \(id)") == 1
    }

    static func find(_ id: TemplateID, of tenant: TenantID, in tx: borrowing Transaction) throws -> TemplateRecord? {
        try tx.first("SELECT \(raw: columns) FROM campaigns.template WHERE tenant_id = \(tenant) AND id = \(id)", record)
    }

    /// The same, and keeps others from changing it until the transaction ends.
    static func lock(_ id: TemplateID, of tenant: TenantID, in tx: borrowing Transaction) throws -> TemplateRecord? {
        try tx.first("SELECT \(raw: columns) FROM campaigns.template WHERE tenant_id = \(tenant) AND id = \(id) FOR NO KEY UPDATE", record)
    }

    /// The newest first; after the one named those that are older, or beyond so many.
    static func page(
        of tenant: TenantID, after: TemplateID?, skipping: Int = 0, limit: Int, in tx: borrowing Transaction
    ) throws -> [TemplateRecord] {
        try tx.rows(
            """
            SELECT \(raw: columns) FROM campaigns.template
             WHERE tenant_id = \(tenant) \(after.map { "AND id < \($0)" as SQL } ?? "") ORDER BY id DESC LIMIT \(limit) OFFSET \(skipping)
            """, record)
    }

    static func count(of tenant: TenantID, in tx: borrowing Transaction) throws -> Int {
        try tx.first("SELECT count(*) FROM campaigns.template WHERE tenant_id = \(tenant)") { row in try row.next(Int.self) } ?? 0
    }

    private static let columns: StaticString = "id, name, kind, content, created_at, updated_at"

    private static func record(_ row: inout RowReader) throws -> TemplateRecord {
        let (id, name): (TemplateID, String) = (try row.next(), try row.next())
        let kind: MessageContent.Kind = try row.next()
        guard let content = MessageContent(kind: kind, json: try row.next(JSON.self)) else {
            throw DatabaseError(.unreadable, detail: "a template's content")
        }
        return TemplateRecord(id: id, name: name, content: content, createdAt: try row.next(), updatedAt: try row.next())
    }
}
