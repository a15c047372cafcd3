import Audit
import Contracts
import Core
import Database
import TestSupport
import Testing

/// Writing trails.
@Suite struct ChainTests {
    @Test func `entries are numbered without gaps, however many are written at once and however many are undone`() async throws {
        struct Undone: Error {}
        try await Trail.with { trail in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<60 {
                    group.addTask {
                        do {
                            try await trail.test.database.write(as: number % 3 == 0 ? trail.other : trail.tenant) { tx in
                                let tenant = number % 3 == 0 ? trail.other : trail.tenant
                                try trail.audit.record(AuditEntry(.keyUpdated, "key:\(number)", of: tenant), in: tx)
                                if number % 5 == 0 { throw Undone() }
                            }
                        } catch is Undone {}
                    }
                }
                try await group.waitForAll()
            }
            for (tenant, count) in [(trail.tenant, 32), (trail.other, 16)] {
                let entries = try await trail.audit.entries(.tenant(tenant), limit: 100).entries
                #expect(entries.map(\.sequence).sorted() == (1...Int64(count)).map { $0 })
                #expect(try await trail.audit.verify(tenant).faults == [])
            }
        }
    }

    @Test func `an entry is written at the end of its transaction, and so is what was recorded in a savepoint that held`() async throws {
        struct Undone: Error {}
        try await Trail.with { trail in
            try await trail.test.database.system { tx in
                try trail.audit.record(AuditEntry(.tenantCreated, of: trail.tenant), in: tx)
                let written = try tx.first("SELECT count(*) FROM audit.entry") { try $0.next(Int.self) }
                #expect(written == 0)
                do {
                    try tx.attempt(as: trail.tenant) { tx in
                        try trail.audit.record(AuditEntry(.keyCreated, "key:undone", of: trail.tenant), in: tx)
                        throw Undone()
                    }
                } catch is Undone {}
                try tx.attempt(as: trail.tenant) { tx in
                    try trail.audit.record(AuditEntry(.keyCreated, "key:kept", of: trail.tenant), in: tx)
                }
            }
            let entries = try await trail.audit.entries(.tenant(trail.tenant), limit: 10).entries
            #expect(entries.map(\.subject) == ["key:kept", nil])
        }
    }

    @Test func `two who write to a tenant's trail and to the operator's in either order do not wait for each other for ever`() async throws {
        try await Trail.with { trail in
            try await trail.write(1)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<40 {
                    group.addTask {
                        try await trail.test.database.system { tx in
                            let both = [AuditEntry(.planUpdated, "plan:pro", of: nil), AuditEntry(.subscriptionChanged, of: trail.tenant)]
                            for entry in number % 2 == 0 ? both : both.reversed() { try trail.audit.record(entry, in: tx) }
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await trail.audit.entries(.operatorOnly, matching: AuditFilter(action: .planUpdated), limit: 100).entries.count == 40)
            #expect(try await trail.reports().allSatisfy { $0.faults.isEmpty })
        }
    }

    @Test func `what is too long to be kept is left out, and NUL goes nowhere`() async throws {
        try await Trail.with { trail in
            try await trail.test.database.system { tx in
                let long = JSON.string(String(repeating: "x", count: Audit.detailLimit - 2))
                let longer = JSON.string(String(repeating: "x", count: Audit.detailLimit - 1))
                try trail.audit.record(AuditEntry(.keyCreated, "a\u{0}b", of: trail.tenant, before: long, after: longer), in: tx)
            }
            let entry = try #require(try await trail.audit.entries(.tenant(trail.tenant), limit: 1).entries.first)
            #expect(entry.subject == "ab")
            #expect(entry.before?.string?.utf8.count == Audit.detailLimit - 2)
            #expect(entry.after == ["omitted_bytes": .integer(Int64(Audit.detailLimit + 1))])
            #expect(try await trail.audit.verify(trail.tenant).faults == [])
        }
    }

    @Test func `refusals are written down up to a limit an hour, and the next one says how many were not`() async throws {
        try await Trail.with { trail in
            func refuse(_ times: Int) async throws {
                for _ in 0..<times {
                    try await trail.test.database.system { tx in
                        try trail.audit.record(AuditEntry(.signInRefused, of: trail.tenant, after: ["email": "x@y.test"]), in: tx)
                    }
                }
            }
            func count() async throws -> Int {
                try await trail.test.count("SELECT count(*) FROM audit.entry WHERE tenant_id = \(trail.tenant)")
            }
            try await refuse(Audit.refusalsPerHour)
            #expect(try await count() == Audit.refusalsPerHour)
            try await refuse(7)
            #expect(try await count() == Audit.refusalsPerHour, "one above the limit")
            // What somebody did himself is written down all the same.
            try await trail.write(1)
            #expect(try await count() == Audit.refusalsPerHour + 1)

            trail.clock.advance(by: .seconds(3600))
            try await refuse(1)
            let newest = try #require(try await trail.audit.entries(.tenant(trail.tenant), limit: 1).entries.first)
            #expect(newest.after == ["email": "x@y.test", "left_out_before": 7])
            try await refuse(1)
            let next = try #require(try await trail.audit.entries(.tenant(trail.tenant), limit: 1).entries.first)
            #expect(next.after == ["email": "x@y.test"])
            #expect(try await trail.faults() == [])
        }
    }

    @Test func `entries are read page by page, by action and by time, of one tenant or of all`() async throws {
        try await Trail.with { trail in
            try await trail.write(3)
            trail.clock.advance(by: .seconds(10))
            let later = trail.clock.now
            try await trail.write(2, of: trail.other)
            try await trail.test.database.system { tx in
                try trail.audit.record(AuditEntry(.keyRevoked, "key:9", of: trail.tenant), in: tx)
            }
            let first = try await trail.audit.entries(.tenant(trail.tenant), limit: 2)
            #expect(first.entries.map(\.sequence) == [4, 3])
            let second = try await trail.audit.entries(.tenant(trail.tenant), after: first.next, limit: 2)
            #expect(second.entries.map(\.sequence) == [2, 1] && second.next == nil)
            func read(_ scope: AuditScope, _ filter: AuditFilter) async throws -> [Int64] {
                try await trail.audit.entries(scope, matching: filter, limit: 100).entries.map(\.sequence)
            }
            #expect(try await read(.tenant(trail.tenant), AuditFilter(action: .keyRevoked)) == [4])
            #expect(try await read(.tenant(trail.tenant), AuditFilter(from: later)) == [4])
            #expect(try await read(.tenant(trail.tenant), AuditFilter(to: later)) == [3, 2, 1])
            #expect(try await read(.everything, AuditFilter(action: .keyCreated)).count == 5)
            #expect(try await read(.operatorOnly, AuditFilter()).count == 2, "that two trails began")
        }
    }
}
