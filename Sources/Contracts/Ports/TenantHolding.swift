package import Core
package import Database

/// What a module keeps of a tenant: to be handed to the tenant, and to be erased when the tenant goes. Offered by every module with such tables.
package protocol TenantHolding: Sendable {
    /// The kinds of things that are handed out, in that order, as the export names them: `message`.
    var kinds: [String] { get }
    /// The next things of a kind: at most `limit`, after `cursor`, which is the `next` of the page before. No secret is among them.
    func export(
        _ kind: String, of tenant: TenantID, after cursor: String?, limit: Int, in tx: borrowing Transaction
    ) throws -> ExportPage
    /// Erases at most about `limit` rows and answers how many; 0 once nothing is left. Runs across tenants. Throws `Problem.unavailable` while it
    /// waits for something outside the database; it is asked again later then.
    func erase(_ limit: Int, of tenant: TenantID, in tx: borrowing Transaction) throws -> Int
}

/// Some of what a module keeps of a tenant.
package struct ExportPage: Sendable {
    /// Each as an object.
    package let records: [JSON]
    /// Where the next page begins; nil after the last.
    package let next: String?

    /// The rows that a question for `limit` of them found; fewer than that are the last ones.
    package init<Row>(_ rows: [Row], limit: Int, record: (Row) -> JSON, cursor: (Row) -> String) {
        self.init(records: rows.map(record), next: rows.count < limit ? nil : rows.last.map(cursor))
    }

    /// Puts a page together.
    package init(records: [JSON], next: String?) {
        self.records = records
        self.next = next
    }
}
