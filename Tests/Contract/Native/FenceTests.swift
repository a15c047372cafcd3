import Core
import Database
import TestSupport
import Testing

/// What the database shows when a statement forgets the tenant: of every table there is, nothing of another tenant.
@Suite struct FenceTests {
    private struct Undone: Error { let count: Int }

    /// Two tenants of whom every fenced table knows something.
    private func withTwoTenants(_ body: (TestDatabase, [FencedTable], TenantID, TenantID) async throws -> Void) async throws {
        try await WebhookReceiver.with { receiver in
            try await Harness.with { harness in
                var tenants: [TenantID] = []
                for slug in ["one", "two"] {
                    let tenant = try await harness.tenant(slug)
                    _ = try await tenant.linkedInstance()
                    _ = try await tenant.endpoint(receiver.url)
                    _ = try await tenant.send("hello", to: "254712340006")
                    try await tenant.makeCampaign()
                    _ = try await tenant.signedInOwner()
                    _ = try await tenant.call("POST", "/v1/stream-tokens", ["path": "/v1/events/stream"])
                    try await harness.settle()
                    tenants.append(tenant.id)
                }
                // What is there only for moments, or only when something goes wrong.
                for tenant in tenants {
                    try await harness.database.makeRareRows(of: tenant)
                    try await harness.database.script(
                        """
                        INSERT INTO events.delivery (tenant_id, id, subscriber, event, payload, due_at)
                        VALUES ('\(tenant)', '\(tenant)', 'nobody', 'nothing', '{}', 'infinity');
                        INSERT INTO events.dead (tenant_id, id, subscriber, event, payload, tries, error, died_at)
                        VALUES ('\(tenant)', '\(tenant)', 'nobody', 'nothing', '{}', 1, '', now());
                        INSERT INTO auth.session_token (tenant_id, id, person_id, role, expires_at)
                        SELECT tenant_id, id, id, role, 'infinity' FROM accounts.person WHERE tenant_id = '\(tenant)';
                        INSERT INTO auth.stream_token (tenant_id, id, path, token_id, expires_at)
                        SELECT tenant_id, id, '/v1/events/stream', id, 'infinity' FROM auth.session_token WHERE tenant_id = '\(tenant)';
                        INSERT INTO accounts.invitation (tenant_id, id, email, role, digest, created_at, expires_at)
                        VALUES ('\(tenant)', '\(tenant)', 'guest@acme.test', 'viewer', decode(repeat('00', 32), 'hex'), now(), 'infinity');
                        INSERT INTO instances.errand (tenant_id, instance_id, id, kind, sealed, expires_at, taken_by)
                        SELECT tenant_id, id, id, 'nothing', '', 'infinity', id FROM instances.instance WHERE tenant_id = '\(tenant)';
                        """)
                }
                try await body(harness.database, try await FencedTable.all(in: harness.database), tenants[0], tenants[1])
            }
        }
    }

    @Test func `no statement of a tenant sees, changes or removes a row of another, though it names nobody`() async throws {
        try await withTwoTenants { database, tables, one, two in
            var looked = 0
            for table in tables {
                guard let column = table.tenant else { continue }
                let own = try await rows(table, column, of: one, database)
                #expect(own > 0, "\(table.name) has no row, so nothing is shown of it: this test has to make one")
                #expect(try await rows(table, column, of: two, database) > 0, "\(table.name)")

                let seen = try await seen(column, in: table, as: one, database)
                if let seen {
                    #expect(seen == [TenantID](repeating: one, count: own), "\(table.name)")
                    looked += 1
                }
                // A table that a tenant may only read refuses both, and one that others refer to is not emptied.
                for statement in ["UPDATE \(table.name) SET \(column) = \(column)", "DELETE FROM \(table.name)"] {
                    #expect(try await undone(statement, as: one, database) ?? own == own, "\(statement)")
                }
            }
            #expect(looked > 5, "a tenant may look at hardly anything, so that hardly anything is shown")
        }
    }

    @Test func `no row can be made for another tenant`() async throws {
        try await withTwoTenants { database, tables, one, two in
            for table in tables {
                guard let column = table.tenant else { continue }
                // Their own row once more: were it not refused, a key would be broken instead, which is another error.
                let copy: [String] = try await Administration.rows(
                    SQL(stringLiteral: "SELECT to_jsonb(t)::text FROM \(table.name) AS t WHERE \(column) = '\(two)' LIMIT 1"), on: database.owner
                ) { row in try row.next(String.self) }
                let row = try #require(copy.first).replacing("'", with: "''")
                let statement = "INSERT INTO \(table.name) SELECT * FROM jsonb_populate_record(NULL::\(table.name), '\(row)')"
                let error = await #expect(throws: DatabaseError.self, "\(table.name)") {
                    try await database.database.write(as: one) { tx in try tx.run(SQL(stringLiteral: statement)) }
                }
                #expect(error?.sqlState == "42501", "\(table.name)")
                let stolen = await #expect(throws: DatabaseError.self, "\(table.name)") {
                    try await database.database.write(as: one) { tx in
                        try tx.run(SQL(stringLiteral: "UPDATE \(table.name) SET \(column) = '\(two)'"))
                    }
                }
                #expect(stolen?.sqlState == "42501", "\(table.name)")
            }
        }
    }

    @Test func `what belongs to no tenant shows a tenant no row of another`() async throws {
        try await withTwoTenants { database, tables, one, _ in
            for table in tables where table.tenant == nil {
                do {
                    let seen = try await database.database.read(as: one) { tx in
                        try tx.first(SQL(stringLiteral: "SELECT count(*) FROM \(table.name)")) { row in try row.next(Int.self) }
                    }
                    // Readable are only what all tenants share: plans, as they are and were, and which migrations there were.
                    #expect(seen == 0 || ["billing.plan", "billing.plan_version", "app.migration"].contains(table.name), "\(table.name)")
                } catch let error as DatabaseError {
                    #expect(error.sqlState == "42501", "\(table.name)")
                }
            }
        }
    }

    /// The tenants of all rows that a statement without a tenant is shown; nil where a tenant may not look at all.
    private func seen(_ column: String, in table: FencedTable, as tenant: TenantID, _ database: TestDatabase) async throws -> [TenantID]? {
        do {
            return try await database.database.read(as: tenant) { tx in
                try tx.rows(SQL(stringLiteral: "SELECT \(column) FROM \(table.name)")) { row in try row.next(TenantID.self) }
            }
        } catch let error as DatabaseError where error.sqlState == "42501" {
            return nil
        }
    }

    private func rows(_ table: FencedTable, _ column: String, of tenant: TenantID, _ database: TestDatabase) async throws -> Int {
        try await database.count(SQL(stringLiteral: "SELECT count(*) FROM \(table.name) WHERE \(column) = '\(tenant)'"))
    }

    /// How many rows the statement touched, nil where it was refused; then it is undone.
    private func undone(_ statement: String, as tenant: TenantID, _ database: TestDatabase) async throws -> Int? {
        do {
            try await database.database.write(as: tenant) { tx in
                throw Undone(count: try tx.run(SQL(stringLiteral: statement)))
            }
            return -1
        } catch let undone as Undone {
            return undone.count
        } catch let error as DatabaseError {
            #expect(["42501", "23503"].contains(error.sqlState), "\(statement): \(error.debugDescription)")
            return nil
        }
    }
}
