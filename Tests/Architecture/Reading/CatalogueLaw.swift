import Testing

/// A law over the migrated schema: what breaks it, as PostgreSQL's catalogue tells, and a script that does.
struct CatalogueLaw: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// Answers a line for each breach, in a column `breach`. May use the tables below.
    let breaches: String
    /// Breaks it.
    let broken: String

    /// Where a key is not the tenant's by nature: what is looked up to learn the tenant.
    private static let directories = "'{accounts.slug,auth.digest}'"

    /// What is ours, and what of it is a tenant's.
    static let preamble = """
        WITH rooms AS (
            SELECT oid, nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname NOT IN ('information_schema', 'public')
        ), relations AS (
            SELECT c.oid, c.relkind, c.relrowsecurity, c.relforcerowsecurity, c.reloptions, c.relowner, n.nspname || '.' || c.relname AS name, n.nspname
            FROM pg_class c JOIN rooms n ON n.oid = c.relnamespace
        ), tables AS (
            SELECT * FROM relations WHERE relkind IN ('r', 'p') AND name <> 'app.migration'
        ), tenants AS (
            SELECT t.*, a.attnum FROM tables t JOIN pg_attribute a ON a.attrelid = t.oid AND a.attname = 'tenant_id' AND NOT a.attisdropped
        )

        """
    var query: String { Self.preamble + "SELECT breach FROM (\(breaches)) AS found (breach) ORDER BY 1" }

    static let all: [CatalogueLaw] = [
        CatalogueLaw(
            testDescription: "every table is fenced, for its owner too",
            breaches: "SELECT name FROM tables WHERE NOT (relrowsecurity AND relforcerowsecurity)",
            broken: "CREATE TABLE auth.open (tenant_id uuid PRIMARY KEY)"),
        CatalogueLaw(
            testDescription: "a tenant's policy asks for the tenant, in what is read and in what is written",
            breaches: """
                SELECT t.name || ': ' || p.polname FROM tenants t JOIN pg_policy p ON p.polrelid = t.oid
                WHERE p.polpermissive AND p.polroles && ARRAY[0, 'app_tenant'::regrole::oid]
                  AND (coalesce(pg_get_expr(p.polqual, p.polrelid), '') !~ 'tenant_id = app.current_tenant\\(\\)'
                       OR pg_get_expr(p.polwithcheck, p.polrelid) !~ 'tenant_id = app.current_tenant\\(\\)')
                """,
            broken: "CREATE POLICY loose ON messaging.message TO app_tenant USING (true)"),
        CatalogueLaw(
            testDescription: "every table has a primary key, and a tenant's begins with the tenant",
            breaches: """
                SELECT t.name FROM tables t WHERE NOT EXISTS (SELECT FROM pg_index i WHERE i.indrelid = t.oid AND i.indisprimary)
                UNION ALL
                SELECT t.name FROM tenants t JOIN pg_index i ON i.indrelid = t.oid AND i.indisprimary
                WHERE i.indkey[0] <> t.attnum AND t.name <> ALL (\(directories))
                """,
            broken: "CREATE TABLE auth.loose (id uuid PRIMARY KEY, tenant_id uuid)"),
        CatalogueLaw(
            testDescription: "what is unique is unique within a tenant",
            breaches: """
                SELECT t.name || ': ' || i.indexrelid::regclass FROM tenants t JOIN pg_index i ON i.indrelid = t.oid AND i.indisunique
                WHERE i.indkey[0] <> t.attnum AND t.name <> ALL (\(directories))
                """,
            broken: "CREATE UNIQUE INDEX ON messaging.message (whatsapp_id)"),
        CatalogueLaw(
            testDescription: "a reference carries the tenant, and leaves its schema only for accounts.tenant",
            breaches: """
                SELECT t.name || ': ' || f.conname FROM tables t JOIN pg_constraint f ON f.conrelid = t.oid AND f.contype = 'f'
                JOIN relations other ON other.oid = f.confrelid
                LEFT JOIN tenants mine ON mine.oid = t.oid LEFT JOIN tenants theirs ON theirs.oid = other.oid
                WHERE (other.nspname <> t.nspname AND other.name <> 'accounts.tenant')
                   OR (theirs.oid IS NOT NULL AND (f.conkey[1] <> mine.attnum OR f.confkey[1] <> theirs.attnum))
                   OR (other.name = 'accounts.tenant' AND f.conkey[1] IS DISTINCT FROM mine.attnum)
                """,
            broken: "CREATE TABLE messaging.stray (tenant_id uuid, key_id uuid, FOREIGN KEY (tenant_id, key_id) REFERENCES auth.api_key)"),
        CatalogueLaw(
            testDescription: "a view is seen with the eyes of whoever looks, and none is materialised",
            breaches: """
                SELECT name FROM relations WHERE relkind = 'v' AND NOT coalesce(reloptions && '{security_invoker=true,security_invoker=on}', false)
                UNION ALL SELECT name FROM relations WHERE relkind = 'm'
                """,
            broken: "CREATE VIEW auth.everything AS SELECT * FROM auth.api_key"),
        CatalogueLaw(
            testDescription: "a function runs with the rights of whoever calls it",
            breaches: "SELECT p.oid::regprocedure::text FROM pg_proc p JOIN rooms n ON n.oid = p.pronamespace WHERE p.prosecdef",
            broken: "CREATE FUNCTION auth.all_keys() RETURNS bigint LANGUAGE sql SECURITY DEFINER AS 'SELECT count(*) FROM auth.api_key'"),
        CatalogueLaw(
            testDescription: "the server's roles own nothing",
            breaches: """
                SELECT r.rolname || ': ' || t.name FROM relations t JOIN pg_roles r ON r.oid = t.relowner WHERE r.rolname ~ '^(app_|herald$)'
                UNION ALL
                SELECT r.rolname || ': ' || n.nspname FROM pg_namespace n JOIN pg_roles r ON r.oid = n.nspowner WHERE r.rolname ~ '^(app_|herald$)'
                """,
            broken: "ALTER TABLE messaging.message OWNER TO app_tenant"),
        CatalogueLaw(
            testDescription: "whoever has not said as whom may touch nothing",
            breaches: """
                SELECT r.rolname || ': ' || t.name FROM relations t, pg_roles r
                WHERE t.relkind IN ('r', 'p', 'v', 'm') AND r.rolname IN ('app_nobody', 'herald')
                  AND has_table_privilege(r.oid, t.oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE')
                """,
            broken: "GRANT SELECT ON messaging.message TO PUBLIC"),
        CatalogueLaw(
            testDescription: "a tenant changes nothing but rows",
            breaches: """
                SELECT t.name FROM relations t WHERE t.relkind IN ('r', 'p') AND has_table_privilege('app_tenant', t.oid, 'TRUNCATE, REFERENCES, TRIGGER')
                UNION ALL SELECT nspname FROM rooms WHERE has_schema_privilege('app_tenant', oid, 'CREATE')
                """,
            broken: "GRANT TRUNCATE ON messaging.message TO app_tenant"),
        CatalogueLaw(
            testDescription: "a time knows its zone",
            breaches: """
                SELECT t.name || '.' || a.attname FROM tables t JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
                WHERE a.atttypid IN ('timestamp'::regtype, 'time'::regtype, 'timetz'::regtype)
                """,
            broken: "ALTER TABLE messaging.message ADD COLUMN seen_at timestamp"),
    ]
}
