import Database
import TestSupport

/// A table as PostgreSQL's own catalogue knows it.
struct FencedTable: Sendable {
    let name: String
    /// The column that holds the tenant; nil where a tenant has no business at all.
    let tenant: String?

    /// Every table that there is.
    static func all(in database: TestDatabase) async throws -> [FencedTable] {
        try await Administration.rows(
            """
            SELECT format('%I.%I', n.nspname, c.relname), substring(pg_get_expr(p.polqual, p.polrelid) from '^\\((\\w+) = app.current_tenant')
              FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
              LEFT JOIN pg_policy p ON p.polrelid = c.oid AND p.polname = 'tenant'
             WHERE c.relkind IN ('r', 'p') AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'public') ORDER BY 1
            """, on: database.owner
        ) { row in FencedTable(name: try row.next(String.self), tenant: try row.next(String?.self)) }
    }
}
