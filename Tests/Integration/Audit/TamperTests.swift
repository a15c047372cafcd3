import Audit
import Contracts
import Core
import Database
import TestSupport
import Testing

/// What somebody does to trails who may do everything in the database, and has not the key.
@Suite struct TamperTests {
    /// A change of every column that an entry has, and of nothing else.
    static let edits = [
        "id = gen_random_uuid()", "at = at + interval '1 microsecond'", "action = 'key.revoked'", "actor = 'operator'",
        "actor_id = gen_random_uuid()", "person_id = gen_random_uuid()", "subject = 'key:other'", "subject = NULL", "before = '{}'", "after = NULL",
        "after = replace(after, '\"', ' \"')", "address = '192.0.2.1'", "request_id = gen_random_uuid()", "hash = decode(repeat('11', 32), 'hex')",
    ]

    @Test(arguments: edits) func `an entry that was edited is found`(edit: String) async throws {
        try await Trail.with { trail in
            try await trail.write(5)
            #expect(try await trail.faults() == [])
            try await trail.test.script("UPDATE audit.entry SET \(edit) WHERE tenant_id = '\(trail.tenant)' AND sequence = 3")
            #expect(try await trail.faults().contains(.changed(3)))
            #expect(try await trail.audit.verify(trail.tenant).faults.contains(.changed(3)))
        }
    }

    /// What is done to a trail of five, and what is said of it.
    static let deeds: [(String, String, [TrailFault])] = [
        ("delete in the middle", "DELETE FROM audit.entry WHERE TENANT AND sequence IN (2, 3)", [.missing(2...3)]),
        ("delete the first", "DELETE FROM audit.entry WHERE TENANT AND sequence = 1", [.missing(1...1)]),
        ("delete the last", "DELETE FROM audit.entry WHERE TENANT AND sequence > 3", [.cutAfter(3, of: 5)]),
        (
            "delete the last and put the end back",
            """
            DELETE FROM audit.entry WHERE TENANT AND sequence > 3;
            UPDATE audit.head SET sequence = 3, hash = (SELECT hash FROM audit.entry e WHERE e.tenant_id = head.tenant_id AND sequence = 3) WHERE TENANT
            """, [.endChanged]
        ),
        ("delete the end alone", "DELETE FROM audit.head WHERE TENANT", [.endMissing]),
        ("delete all entries", "DELETE FROM audit.entry WHERE TENANT", [.cutAfter(0, of: 5)]),
        ("delete everything", "DELETE FROM audit.entry WHERE TENANT; DELETE FROM audit.head WHERE TENANT", [.gone]),
        (
            "swap two",
            """
            UPDATE audit.entry SET sequence = 100 WHERE TENANT AND sequence = 2;
            UPDATE audit.entry SET sequence = 2 WHERE TENANT AND sequence = 4;
            UPDATE audit.entry SET sequence = 4 WHERE TENANT AND sequence = 100
            """, [.changed(2), .changed(3), .changed(4), .changed(5)]
        ),
        (
            "insert at the end",
            """
            INSERT INTO audit.entry SELECT tenant_id, 6, gen_random_uuid(), at, action, actor, actor_id, person_id, subject, before, after, address,
                   request_id, hash FROM audit.entry WHERE TENANT AND sequence = 5
            """, [.changed(6), .added(6)]
        ),
        (
            "insert in the middle",
            """
            UPDATE audit.entry SET sequence = sequence + 100 WHERE TENANT AND sequence > 2;
            UPDATE audit.entry SET sequence = sequence - 99 WHERE TENANT AND sequence > 100;
            INSERT INTO audit.entry SELECT tenant_id, 3, gen_random_uuid(), at, action, actor, actor_id, person_id, subject, before, after, address,
                   request_id, hash FROM audit.entry WHERE TENANT AND sequence = 2;
            UPDATE audit.head SET sequence = 6 WHERE TENANT
            """, [.changed(3), .changed(4), .changed(5), .changed(6), .endChanged]
        ),
        ("count refusals anew", "UPDATE audit.head SET refusals = refusals + 1 WHERE TENANT", [.endChanged]),
        (
            "put another tenant's in its place",
            """
            DELETE FROM audit.entry WHERE TENANT; DELETE FROM audit.head WHERE TENANT;
            UPDATE audit.entry SET tenant_id = 'SELF' WHERE tenant_id = 'OTHER'; UPDATE audit.head SET tenant_id = 'SELF' WHERE tenant_id = 'OTHER'
            """, [.changed(1), .changed(2), .changed(3), .changed(4), .changed(5), .endChanged, .begunAnew]
        ),
    ]

    @Test(arguments: deeds.indices) func `whatever a superuser does is found`(deed: Int) async throws {
        let (name, script, expected) = Self.deeds[deed]
        try await Trail.with { trail in
            try await trail.write(5)
            try await trail.write(5, of: trail.other)
            try await trail.test.script(Self.filled(script, trail))
            #expect(try await trail.faults() == expected, "\(name)")
        }
    }

    @Test func `what happens later covers nothing up`() async throws {
        for script in [
            "DELETE FROM audit.entry WHERE TENANT AND sequence > 3", Self.deeds[3].1, Self.deeds[4].1, Self.deeds[5].1, Self.deeds[6].1,
            "DELETE FROM audit.head WHERE TENANT; DELETE FROM audit.entry WHERE TENANT AND sequence > 3",
        ] {
            try await Trail.with { trail in
                try await trail.write(5)
                try await trail.test.script(Self.filled(script, trail))
                // As a tenant's request would, and across tenants.
                try await trail.test.database.write(as: trail.tenant) { tx in
                    try trail.audit.record(AuditEntry(.keyRevoked, of: trail.tenant), in: tx)
                }
                try await trail.write(3)
                #expect(try await trail.faults() != [], "\(script)")
            }
        }
    }

    @Test func `an end that was touched is complained of as soon as something is written`() async throws {
        try await Trail.with { trail in
            try await trail.write(2)
            try await trail.test.script("UPDATE audit.head SET seal = decode(repeat('22', 32), 'hex') WHERE tenant_id = '\(trail.tenant)'")
            try await trail.write(1)
            #expect(trail.log.text.contains("the end of an audit trail was tampered with"))
            #expect(try await trail.faults() == [.endChanged])
        }
    }

    @Test func `the operator's trail is looked at like the others, and that all of it is gone is found`() async throws {
        try await Trail.with { trail in
            try await trail.write(2)
            try await trail.test.script("UPDATE audit.entry SET after = NULL WHERE action = 'trail.began'")
            let first = try await trail.reports()
            #expect(first.last?.tenant == nil && first.last?.faults == [.changed(1)])
            try await trail.test.script("DELETE FROM audit.entry WHERE tenant_id = '\(TenantID(high: 0, low: 0))'")
            try await trail.test.script("DELETE FROM audit.head WHERE tenant_id = '\(TenantID(high: 0, low: 0))'")
            let second = try await trail.reports()
            #expect(second.last?.tenant == nil && second.last?.faults == [.gone])
            #expect(try await trail.faults() == [.unannounced])
        }
    }

    @Test func `a tenant that has no trail at all is found by who asks for its`() async throws {
        try await Trail.with { trail in
            var found: [TenantID?: [TrailFault]] = [:]
            try await trail.audit.verify(tenants: [trail.tenant]) { found[$0.tenant] = $0.faults }
            #expect(found[trail.tenant] == [.gone])
        }
    }

    @Test func `with another key every entry is another`() async throws {
        try await Trail.with { trail in
            try await trail.write(3)
            let stranger = Audit(database: trail.test.database, key: Secret([UInt8](repeating: 8, count: 32)), runtime: .testing())
            #expect(try await stranger.verify(trail.tenant).faults == [.changed(1), .changed(2), .changed(3), .endChanged])
        }
    }

    @Test func `everything put back to an earlier moment, seals too, is found by who noted how it ended`() async throws {
        try await Trail.with { trail in
            try await trail.write(3)
            try await trail.test.script("CREATE TABLE public.kept AS SELECT * FROM audit.head WHERE tenant_id = '\(trail.tenant)'")
            try await trail.write(2)
            let noted = Dictionary(uniqueKeysWithValues: try await trail.reports().map { ($0.tenant, $0.end) })
            try await trail.test.script(
                """
                DELETE FROM audit.entry WHERE tenant_id = '\(trail.tenant)' AND sequence > 3;
                DELETE FROM audit.head WHERE tenant_id = '\(trail.tenant)'; INSERT INTO audit.head SELECT * FROM public.kept
                """)
            #expect(try await trail.faults() == [], "nobody can know, who has the database alone")
            #expect(try await trail.faults(noted: noted) == [.otherThanNoted(5)])
            // What is written since is other than what was noted, though there is as much of it.
            try await trail.write(2)
            #expect(try await trail.faults() == [])
            #expect(try await trail.faults(noted: noted) == [.otherThanNoted(5)])
        }
    }

    @Test func `a trail is looked at while it grows`() async throws {
        try await Trail.with { trail in
            try await trail.write(5)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await trail.write(100) }
                group.addTask { try await trail.write(100, of: trail.other) }
                group.addTask {
                    for _ in 0..<20 {
                        let faults = try await trail.reports().flatMap(\.faults)
                        #expect(faults == [])
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await trail.reports().allSatisfy { $0.faults.isEmpty })
        }
    }

    private static func filled(_ script: String, _ trail: Trail) -> String {
        script.replacing("TENANT", with: "tenant_id = 'SELF'").replacing("SELF", with: "\(trail.tenant)").replacing("OTHER", with: "\(trail.other)")
    }
}
