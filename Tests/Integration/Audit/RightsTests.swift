import Audit
import Contracts
import Core
import Database
import TestSupport
import Testing

/// What the server's own roles may do to trails: add to them.
@Suite struct RightsTests {
    @Test func `of what is written no role of the server's may change anything, and only a closed tenant's may it erase`() async throws {
        try await Trail.with { trail in
            let rights = try await Administration.rows(
                """
                SELECT role || ' ' || word FROM unnest('{app_tenant,app_system,app_nobody,herald}'::text[]) AS role,
                       unnest('{SELECT,INSERT,UPDATE,DELETE,TRUNCATE,REFERENCES,TRIGGER}'::text[]) AS word
                 WHERE has_table_privilege(role, 'audit.entry', word) ORDER BY 1
                """, on: trail.test.owner
            ) { row in try row.next(String.self) }
            #expect(rights == ["app_system DELETE", "app_system INSERT", "app_system SELECT", "app_tenant INSERT", "app_tenant SELECT"])
            let columns = try await trail.test.count(
                """
                SELECT count(*) FROM information_schema.column_privileges WHERE table_schema = 'audit' AND table_name = 'entry'
                   AND privilege_type = 'UPDATE' AND grantee LIKE 'app\\_%'
                """)
            #expect(columns == 0)
            let policies = try await trail.test.count(
                """
                SELECT count(*) FROM pg_policy WHERE polrelid IN ('audit.entry'::regclass, 'audit.head'::regclass) AND NOT polpermissive
                   AND polcmd = 'd' AND polroles = ARRAY['app_system'::regrole::oid]
                   AND pg_get_expr(polqual, polrelid) LIKE '%status = ''closed''%'
                """)
            #expect(policies == 2)

            try await trail.write(3)
            for statement in ["UPDATE audit.entry SET after = NULL", "UPDATE audit.entry SET sequence = 9", "TRUNCATE audit.entry"] {
                #expect(await Self.refusal(of: statement, as: nil, trail) == "42501")
                #expect(await Self.refusal(of: statement, as: trail.tenant, trail) == "42501")
            }
            for statement in ["DELETE FROM audit.entry", "DELETE FROM audit.head"] {
                #expect(await Self.refusal(of: statement, as: trail.tenant, trail) == "42501")
                let gone = try await trail.test.database.system { tx in try tx.run(SQL(stringLiteral: statement)) }
                #expect(gone == 0, "the tenant is not closed")
            }
            #expect(try await trail.faults() == [])
        }
    }

    @Test func `a closed tenant's trail is erased in portions, and the operator's says how it ended`() async throws {
        try await Trail.with { trail in
            try await trail.write(25)
            try await trail.write(3, of: trail.other)
            let end = try #require(try await trail.reports().first { $0.tenant == trail.tenant }?.end)
            // Nothing goes of a tenant that is not closed, whoever asks.
            let early = try await trail.test.database.system { tx in try trail.audit.erase(10, of: trail.tenant, in: tx) }
            #expect(early == 0)
            try await trail.test.script("UPDATE accounts.tenant SET status = 'closed', closed_at = now() WHERE id = '\(trail.tenant)'")

            var turns = 0
            while try await trail.test.database.system({ tx in try trail.audit.erase(10, of: trail.tenant, in: tx) }) > 0 {
                turns += 1
                // Half erased is not tampered with.
                #expect(try await trail.reports().allSatisfy { $0.faults.isEmpty }, "\(turns)")
            }
            #expect(turns == 4, "its end, ten, ten, five")
            #expect(try await trail.test.count("SELECT count(*) FROM audit.entry WHERE tenant_id = \(trail.tenant)") == 0)
            #expect(try await trail.audit.entries(.tenant(trail.other), limit: 10).entries.count == 3)
            let erased = try await trail.audit.entries(.operatorOnly, matching: AuditFilter(action: .trailErased), limit: 10).entries
            #expect(erased.map(\.subject) == ["tenant:\(trail.tenant)"])
            #expect(erased.first?.before == ["entries": 25, "hash": .string(Hex.encode(end.hash))])
            // Who noted how it ended is not alarmed either.
            #expect(try await trail.reports(noted: [trail.tenant: end]).allSatisfy { $0.faults.isEmpty })
        }
    }

    @Test func `a tenant is handed its own trail, page by page`() async throws {
        try await Trail.with { trail in
            try await trail.write(5)
            try await trail.write(2, of: trail.other)
            var cursor: String?
            var numbers: [Int64] = []
            repeat {
                let after = cursor
                let page = try await trail.test.database.read(as: trail.tenant) { tx in
                    try trail.audit.export("audit_entry", of: trail.tenant, after: after, limit: 2, in: tx)
                }
                numbers += page.records.compactMap { $0["sequence"]?.integer }
                cursor = page.next
            } while cursor != nil
            #expect(numbers == [1, 2, 3, 4, 5])
        }
    }

    /// With what PostgreSQL refuses a statement of the server's, across tenants for nil; nil where it does it.
    private static func refusal(of statement: String, as tenant: TenantID?, _ trail: Trail) async -> String? {
        do {
            if let tenant {
                try await trail.test.database.write(as: tenant) { tx in _ = try tx.run(SQL(stringLiteral: statement)) }
            } else {
                try await trail.test.database.system { tx in _ = try tx.run(SQL(stringLiteral: statement)) }
            }
            return nil
        } catch {
            return (error as? DatabaseError)?.sqlState
        }
    }
}
