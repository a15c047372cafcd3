import Accounts
import App
import Contracts
import Core
import Crypto
import Database
import Dispatch
import TestSupport
import Testing

@Suite struct ErasureTests {
    @Test func `of a closed tenant nothing is left anywhere, and of another everything`() async throws {
        try await WebhookReceiver.with { receiver in
            try await Harness.with { harness in
                let (gone, stays) = try await Household.two(("gone", "stays"), in: harness, receiver: receiver)
                let tables = try await Tables(harness.database)
                let (before, others) = (try await tables.rows(of: gone.tenant.id), try await tables.rows(of: stays.tenant.id))
                for (table, rows) in before {
                    #expect(rows > 0, "\(table) has no row, so nothing is shown of it: this test has to make one")
                }

                let accounts = harness.deployment.accounts
                try await accounts.close(confirming: "gone", as: gone.owner)
                #expect(try await gone.tenant.call("GET", "/v1/instances").status == 401)
                try await age(gone.tenant.id, by: 61, in: harness.database)
                // The deployment's own worker does it.
                try await eventually("the tenant is erased") {
                    try await harness.database.count("SELECT count(*) FROM accounts.tenant WHERE id = \(gone.tenant.id)") == 0
                }
                let left = try await tables.rows(of: gone.tenant.id).filter { $0.value > 0 }
                #expect(left.isEmpty, "\(left)")
                let kept = try await tables.rows(of: stays.tenant.id)
                // News of its number may have come meanwhile.
                for (table, rows) in others { #expect((kept[table] ?? 0) >= rows, "\(table)") }
                #expect(try await stays.tenant.call("GET", "/v1/instances").status == 200)
                // Its name is free again.
                _ = try await harness.tenant("gone")
            }
        }
    }

    @Test func `nothing goes before the phones were told, and then a portion at a time, from wherever it was cut`() async throws {
        try await Node.with { node in
            let made = try await node.makeTenant("acme")
            let stays = try await node.makeTenant("stays")
            let people = Accounts.erasurePortion * 2
            try await node.test.script(
                """
                INSERT INTO accounts.person (tenant_id, id, email, role, password, created_at, updated_at)
                SELECT '\(made.tenant)', gen_random_uuid(), n || '@acme.test', 'viewer', '', now(), now() FROM generate_series(1, \(people)) AS n
                """)
            try await node.accounts.close(confirming: "acme", as: made.asOwner(node))
            let tables = try await Tables(node.test)
            let before = try await tables.rows(of: made.tenant)
            node.clock.advance(by: Accounts.erasureDelay - .milliseconds(1))
            #expect(try await node.accounts.erase() == 0)
            #expect(try await tables.rows(of: made.tenant) == before)

            node.clock.advance(by: .milliseconds(1))
            var turns = 0
            var left = before.values.reduce(0, +)
            try await node.withAnother { other in
                other.clock.advance(by: node.clock.monotonic)
                while true {
                    // One process after the other, as if each died after its turn.
                    let erased = try await (turns % 2 == 0 ? node : other).accounts.erase()
                    let now = try await tables.rows(of: made.tenant).values.reduce(0, +)
                    // What refers to a row goes with it; nothing else does, and never more than that.
                    #expect(left - now <= Accounts.erasurePortion * 2, "\(left - now) at once")
                    left = now
                    if erased == 0 { break }
                    turns += 1
                }
            }
            #expect(left == 0 && turns >= 3)
            #expect(try await node.accounts.profile(of: stays.tenant).slug == "stays")
            #expect(try await node.tenants.tenant(slug: "acme") == nil)
        }
    }

    @Test func `a portion that fails is undone as a whole and done again later, and other tenants do not wait for it`() async throws {
        try await Node.with { node in
            let (stuck, next) = (try await node.makeTenant("stuck"), try await node.makeTenant("next"))
            let waits = try await node.makeTenant("waits")
            let obstacle = Obstacle(for: stuck.tenant, waiting: waits.tenant)
            let accounts = Accounts(
                database: node.database, tenants: node.tenants, passwords: node.passwords, masterKey: node.masterKey, plans: node.billing,
                keys: node.auth, tokens: node.auth, defaults: node.instances, holdings: [node.auth, obstacle, node.billing], outbox: node.outbox,
                publicURL: Node.publicURL, isSignUpOpen: true, trail: NoTrail(), runtime: node.runtime)
            for made in [stuck, waits] { try await accounts.close(confirming: made.slug, as: made.asOwner(node)) }
            node.clock.advance(by: .seconds(1))
            try await accounts.close(confirming: "next", as: next.asOwner(node))
            node.clock.advance(by: Accounts.erasureDelay)
            while try await accounts.erase() > 0 {}
            let tables = try await Tables(node.test)
            #expect(try await tables.rows(of: next.tenant).values.allSatisfy { $0 == 0 })
            for made in [stuck, waits] {
                let left = try await tables.rows(of: made.tenant)
                #expect(left["accounts.tenant"] == 1 && left["accounts.person"] == 1 && left["billing.subscription"] == 1, "\(left)")
            }

            obstacle.isGone.withLock { $0 = true }
            #expect(try await accounts.erase() == 0, "not again at once")
            // Who only waits is asked again sooner.
            node.clock.advance(by: .seconds(2))
            while try await accounts.erase() > 0 {}
            #expect(try await tables.rows(of: waits.tenant).values.allSatisfy { $0 == 0 })
            #expect(try await tables.rows(of: stuck.tenant)["accounts.tenant"] == 1)
            node.clock.advance(by: Accounts.erasureRetry)
            while try await accounts.erase() > 0 {}
            #expect(try await tables.rows(of: stuck.tenant).values.allSatisfy { $0 == 0 })
        }
    }

    @Test func `two processes do not meet at one tenant, and neither waits for the other`() async throws {
        try await Node.with { node in
            let (one, two) = (try await node.makeTenant("one"), try await node.makeTenant("two"))
            for made in [one, two] {
                try await node.accounts.close(confirming: made.slug, as: made.asOwner(node))
                node.clock.advance(by: .seconds(1))
            }
            node.clock.advance(by: Accounts.erasureDelay)
            let slow = Slow()
            let busy = Accounts(
                database: node.database, tenants: node.tenants, passwords: node.passwords, masterKey: node.masterKey, plans: node.billing,
                keys: node.auth, tokens: node.auth, defaults: node.instances, holdings: [slow, node.auth, node.billing], outbox: node.outbox,
                publicURL: Node.publicURL, isSignUpOpen: true, trail: NoTrail(), runtime: node.runtime)
            async let portion = busy.erase()
            // Or nothing would end where something else fails.
            defer { slow.goOn() }
            // One is in its hands from now on.
            await slow.begun()
            try await node.withAnother { other in
                other.clock.advance(by: node.clock.monotonic)
                while try await other.accounts.erase() > 0 {}
            }
            let tables = try await Tables(node.test)
            #expect(try await tables.rows(of: one.tenant)["accounts.person"] == 1)
            #expect(try await tables.rows(of: two.tenant).values.allSatisfy { $0 == 0 })
            slow.goOn()
            _ = try await portion
            while try await busy.erase() > 0 {}
            #expect(try await tables.rows(of: one.tenant).values.allSatisfy { $0 == 0 })
        }
    }

    private func age(_ tenant: TenantID, by seconds: Int, in database: TestDatabase) async throws {
        try await database.script("UPDATE accounts.tenant SET closed_at = closed_at - interval '\(seconds) s' WHERE id = '\(tenant)'")
    }

    /// Cannot erase one tenant's things, and has another's wait, until it can.
    private struct Obstacle: TenantHolding, Error {
        let tenant: TenantID
        let waiting: TenantID
        let isGone = Lock(false)

        init(for tenant: TenantID, waiting: TenantID) { (self.tenant, self.waiting) = (tenant, waiting) }
        var kinds: [String] { [] }
        func export(
            _ kind: String, of tenant: TenantID, after cursor: String?, limit: Int, in tx: borrowing Transaction
        ) throws -> ExportPage { ExportPage(records: [], next: nil) }
        func erase(_ limit: Int, of tenant: TenantID, in tx: borrowing Transaction) throws -> Int {
            if isGone.withLock({ $0 }) { return 0 }
            if tenant == self.tenant { throw self }
            if tenant == waiting { throw Problem.unavailable(retryAfter: 2) }
            return 0
        }
    }

    /// Stays in its first erasure until it is told to go on.
    private final class Slow: TenantHolding {
        private let here = DispatchSemaphore(value: 0)
        private let further = DispatchSemaphore(value: 0)
        private let isFirst = Lock(true)

        var kinds: [String] { [] }
        func export(
            _ kind: String, of tenant: TenantID, after cursor: String?, limit: Int, in tx: borrowing Transaction
        ) throws -> ExportPage { ExportPage(records: [], next: nil) }
        func erase(_ limit: Int, of tenant: TenantID, in tx: borrowing Transaction) throws -> Int {
            let isFirst = isFirst.withLock { isFirst in
                defer { isFirst = false }
                return isFirst
            }
            if isFirst {
                here.signal()
                further.wait()
            }
            return 0
        }

        /// Returns once it is there.
        func begun() async {
            await withCheckedContinuation { continuation in
                DispatchQueue.global().async {
                    self.here.wait()
                    continuation.resume()
                }
            }
        }
        func goOn() { further.signal() }
    }
}
