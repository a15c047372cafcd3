import Core

/// What must hold before the server may accept anything: what PostgreSQL confirms is kept, tenants are fenced, and the schema is the one that
/// this program knows.
package struct ServerCheck: Sendable {
    /// The oldest PostgreSQL that will do, as PostgreSQL counts.
    private static let oldestVersion = 150_000

    private let settings: ConnectionSettings
    private let migrations: [Migration]

    /// A check of the database that the server is going to use, with the login it is going to use.
    package init(_ settings: ConnectionSettings, migrations: [Migration]) {
        self.settings = settings
        self.migrations = migrations
    }

    /// Throws `ServerCheckError` or `MigrationError` for what would be unsafe, `DatabaseError` when the database cannot be asked.
    package func run() async throws {
        let ordered = try Migrator.ordered(migrations)
        try await Administration.run {
            let wire = try Wire.connect(settings, for: .administration)
            try Self.checkServer(wire)
            try Self.checkRoles(wire, pending: ordered.map(\.migration.name))
            try wire.script("BEGIN READ ONLY", within: Administration.limit)
            try wire.ask("SELECT set_config('role', 'app_system', true)", within: Administration.limit)
            try Self.checkSchema(wire, ordered)
            try Self.checkFences(wire)
        }
    }

    private static func checkServer(_ wire: Wire) throws {
        let facts = try wire.rows(
            """
            SELECT current_setting('server_version_num')::int, current_setting('server_version'), current_setting('server_encoding'),
                   current_setting('fsync'), current_setting('full_page_writes'), current_setting('synchronous_commit')
            """, within: Administration.limit
        ) { row in
            (
                number: try row.next(Int.self), version: try row.next(String.self), encoding: try row.next(String.self),
                durability: [
                    ("fsync", try row.next(String.self)), ("full_page_writes", try row.next(String.self)),
                    ("synchronous_commit", try row.next(String.self)),
                ]
            )
        }
        guard let facts = facts.first else { return }
        guard facts.number >= oldestVersion else { throw ServerCheckError.tooOld(version: facts.version) }
        guard facts.encoding == "UTF8" else { throw ServerCheckError.notUTF8(encoding: facts.encoding) }
        for (name, value) in facts.durability where value == "off" { throw ServerCheckError.unsafeSetting(name: name, value: value) }
    }

    private static func checkRoles(_ wire: Wire, pending: [String]) throws {
        let roles = try wire.rows(
            "SELECT rolname, rolsuper OR rolbypassrls FROM pg_roles WHERE rolname IN ('app_nobody', 'app_tenant', 'app_system') ORDER BY 1",
            within: Administration.limit
        ) { row in (name: try row.next(String.self), passes: try row.next(Bool.self)) }
        guard roles.count == 3 else { throw MigrationError.pending(pending) }
        for role in roles where role.passes { throw ServerCheckError.passesFences(role: role.name) }
    }

    private static func checkSchema(_ wire: Wire, _ ordered: [(version: Int, migration: Migration)]) throws {
        let isThere = try wire.rows("SELECT to_regclass('app.migration') IS NOT NULL", within: Administration.limit) { row in try row.next(Bool.self)
        }
        guard isThere == [true] else { throw MigrationError.pending(ordered.map(\.migration.name)) }
        let pending = try Migrator.pending(known: Migrator.known(ordered, on: wire), applied: Migrator.applied(on: wire))
        guard pending.isEmpty else { throw MigrationError.pending(pending.map(\.name)) }
    }

    private static func checkFences(_ wire: Wire) throws {
        let open = try wire.rows(
            """
            SELECT format('%s.%s', nspname, relname) FROM pg_attribute
            JOIN pg_class ON pg_class.oid = attrelid JOIN pg_namespace ON pg_namespace.oid = relnamespace
            WHERE attname = 'tenant_id' AND NOT attisdropped AND relkind IN ('r', 'p') AND NOT (relrowsecurity AND relforcerowsecurity)
              AND nspname NOT LIKE 'pg\\_%' AND nspname <> 'information_schema'
            ORDER BY 1 LIMIT 1
            """, within: Administration.limit
        ) { row in try row.next(String.self) }
        if let table = open.first { throw ServerCheckError.unfenced(table: table) }
    }
}
