import Database
import TestSupport
import Testing

/// The second lock, as PostgreSQL's own catalogue describes it after the migrations.
@Suite struct CatalogueTests {
    @Test(arguments: CatalogueLaw.all)
    func `the migrated schema keeps the law`(_ law: CatalogueLaw) async throws {
        try await TestDatabase.with { test in
            #expect(try await Self.breaches(of: law, in: test) == [])
            try await test.script(law.broken)
            #expect(try await Self.breaches(of: law, in: test) != [], "the law does not see its own breach")
        }
    }

    @Test func `the server's roles can neither pass the fence nor log in, and its login inherits nothing`() async throws {
        try await TestDatabase.with { test in
            let roles = try await Administration.rows(
                """
                SELECT rolname || ': ' || concat_ws(' ', CASE WHEN rolcanlogin THEN 'login' END, CASE WHEN rolsuper THEN 'superuser' END,
                    CASE WHEN rolbypassrls THEN 'bypassrls' END, CASE WHEN rolinherit THEN 'inherit' END,
                    CASE WHEN rolcreaterole OR rolcreatedb OR rolreplication THEN 'creates' END)
                FROM pg_roles WHERE rolname ~ '^(app_|herald$)' ORDER BY 1
                """, on: test.owner
            ) { row in try row.next(String.self) }
            #expect(roles == ["app_nobody: ", "app_system: ", "app_tenant: ", "herald: login"])
        }
    }

    private static func breaches(of law: CatalogueLaw, in test: TestDatabase) async throws -> [String] {
        try await Administration.rows(SQL(stringLiteral: law.query), on: test.owner) { row in try row.next(String.self) }
    }
}
