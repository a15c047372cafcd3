import App
import Database
import Testing

/// The migrations as files.
@Suite struct MigrationTests {
    @Test func `each migration has a number of its own, and none is empty`() {
        #expect(Set(Project.migrations.map { $0.name.prefix(4) }).count == Project.migrations.count)
        for migration in Project.migrations {
            #expect(Pattern(#"^[0-9]{4}_[a-z][a-z0-9_]*$"#).isIn(migration.name), "\(migration.name) is not NNNN_name")
            #expect(SQLText.withoutComments(migration.sql).contains(";"), "\(migration.name) is empty")
        }
        #expect(!Project.migrations.isEmpty)
    }

    @Test func `the program carries the migrations of db, word for word`() {
        #expect(Migrations.all.map(\.name) == Project.migrations.map(\.name), "run: swift run dev schema")
        for (carried, written) in zip(Migrations.all, Project.migrations) {
            #expect(carried.sql == written.sql, "\(written.name) differs; run: swift run dev schema")
        }
    }

    @Test func `every table with tenant_id is fenced in the migration that makes it`() {
        for migration in Project.migrations {
            let sql = SQLText.withoutComments(migration.sql)
            for found in Pattern(#"CREATE TABLE (\w+\.\w+) \(([^;]*)\)[^;]*;"#).matches(in: sql)
            where Pattern(#"\btenant_id\b"#).isIn(found.groups[1]) {
                #expect(sql.contains("app.fence('\(found.groups[0])'"), "\(migration.name): \(found.groups[0])")
            }
        }
    }

    @Test func `nothing runs with its maker's rights`() {
        for migration in Project.migrations {
            #expect(!Pattern(#"(?i)SECURITY\s+DEFINER|MATERIALIZED\s+VIEW"#).isIn(SQLText.withoutComments(migration.sql)), "\(migration.name)")
        }
    }
}
