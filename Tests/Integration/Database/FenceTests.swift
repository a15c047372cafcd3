import Core
import Database
import TestSupport
import Testing

/// Row-level security as the second lock: what happens when the first one, the tenant in every statement, is forgotten.
@Suite(.timeLimit(.minutes(5))) struct FenceTests {
    private let one = TenantID(high: 0x7001, low: 0x8000_0000_0000_0001)
    private let two = TenantID(high: 0x7001, low: 0x8000_0000_0000_0002)

    private static let note = """
        CREATE SCHEMA note;
        CREATE TABLE note.note (tenant_id uuid NOT NULL, id integer NOT NULL, text text NOT NULL, PRIMARY KEY (tenant_id, id));
        SELECT app.fence('note.note');
        """

    private func withNotes(_ body: (TestDatabase) async throws -> Void) async throws {
        try await TestDatabase.with { test async throws in
            try await test.script(Self.note)
            for tenant in [one, two] {
                try await test.database.write(as: tenant) { tx in
                    try tx.run("INSERT INTO note.note (tenant_id, id, text) VALUES (\(tenant), \(Int32(1)), \("of \(tenant)"))")
                }
            }
            try await body(test)
        }
    }

    @Test func `a forgotten tenant in a statement still shows no row of another tenant`() async throws {
        try await withNotes { test in
            let seen = try await test.database.read(as: one) { tx in
                try tx.rows("SELECT tenant_id FROM note.note") { row in try row.next(TenantID.self) }
            }
            #expect(seen == [one])
            let changed = try await test.database.write(as: one) { tx in try tx.run("UPDATE note.note SET text = 'mine'") }
            #expect(changed == 1)
            #expect(try await test.count("SELECT count(*) FROM note.note WHERE text = 'mine'") == 1)
        }
    }

    @Test func `a row forged for another tenant is refused`() async throws {
        try await withNotes { test in
            await expectRefusal("42501") {
                try await test.database.write(as: one) { tx in
                    try tx.run("INSERT INTO note.note (tenant_id, id, text) VALUES (\(two), 2, 'forged')")
                }
            }
            let count = try await test.count("SELECT count(*) FROM note.note")
            #expect(count == 2)
        }
    }

    @Test func `the system sees every tenant`() async throws {
        try await withNotes { test in
            let seen = try await test.database.system { tx in
                try tx.rows("SELECT tenant_id FROM note.note ORDER BY 1") { row in try row.next(TenantID.self) }
            }
            #expect(seen == [one, two])
        }
    }

    @Test func `a tenant does not outlive its bracket`() async throws {
        try await withNotes { test in
            for _ in 0..<20 {
                let mine = try await test.database.read(as: one) { tx in try currentTenant(in: tx) }
                #expect(mine == one)
                let nobody = try await test.database.system { tx in try currentTenant(in: tx) }
                #expect(nobody == nil)
            }
        }
    }

    private func currentTenant(in tx: borrowing Transaction) throws -> TenantID? {
        try tx.first("SELECT app.current_tenant()") { row in try row.next(TenantID?.self) } ?? nil
    }

    @Test func `the login may do nothing by itself`() async throws {
        try await withNotes { test in
            await expectRefusal("42501") {
                try await Administration.run(script: "SELECT * FROM note.note", on: test.service)
            }
        }
    }

    @Test func `a statement that ends the bracket by itself finds nobody's rights behind it`() async throws {
        try await withNotes { test in
            await expectRefusal("42501") {
                try await test.database.write(as: one) { tx in
                    try tx.run("ROLLBACK")
                    try tx.run("SELECT * FROM note.note")
                }
            }
        }
    }
}
