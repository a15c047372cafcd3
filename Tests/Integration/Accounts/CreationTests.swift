import Accounts
import Auth
import Billing
import Contracts
import Core
import Crypto
import Database
import TestSupport
import Testing

@Suite struct CreationTests {
    @Test func `a new tenant has its owner, its plan and two keys that admit`() async throws {
        try await Node.with { node in
            let made = try await node.accounts.create(
                NewTenant(name: "Acme", slug: "acme", plan: "pro", ownerEmail: "Owner@Acme.test", timeZone: "Africa/Nairobi"))
            #expect(made.slug == "acme" && made.plan == "pro" && made.owner.email == "owner@acme.test")
            #expect(try await node.auth.admit(made.apiKey.reveal).environment == .live)
            #expect(try await node.auth.admit(made.testKey.reveal).environment == .test)
            #expect(try await node.billing.limits(of: made.tenant)?.plan == "pro")
            let profile = try await node.accounts.profile(of: made.tenant)
            #expect(profile.name == "Acme" && profile.timeZone == "Africa/Nairobi" && profile.status == .active)
            #expect(profile.created == node.clock.now)
        }
    }

    @Test func `the password that is shown is the one that is stored, and long enough not to be guessed`() async throws {
        try await Node.with { node in
            let made = try await node.makeTenant("acme")
            let stored = try await node.database.read(as: made.tenant) { tx in
                try tx.first("SELECT role, password FROM accounts.person WHERE tenant_id = \(made.tenant) AND id = \(made.owner.id)") {
                    (try $0.next(String.self), try $0.next(String.self))
                }
            }
            let (role, hash) = try #require(stored)
            #expect(role == "owner" && hash.hasPrefix("$scrypt$"))
            #expect(made.owner.password.reveal.utf8.count >= 24)
            #expect(try await node.passwords.check(made.owner.password.reveal, against: hash) == .right)
            #expect(try await node.passwords.check(made.owner.password.reveal + "x", against: hash) == .wrong)
        }
    }

    @Test func `a slug that is taken leaves nothing half made`() async throws {
        try await Node.with { node in
            _ = try await node.makeTenant("acme")
            let before = try await rows(node)
            await #expect(throws: Problem.conflict(.slugTaken)) { try await node.makeTenant("acme") }
            #expect(try await rows(node) == before)
        }
    }

    @Test func `of ten who want one slug at once one gets it`() async throws {
        try await Node.with { node in
            let made = await withTaskGroup(of: TenantCreation?.self) { group in
                for _ in 0..<10 {
                    group.addTask {
                        do {
                            return try await node.makeTenant("acme")
                        } catch {
                            #expect(error as? Problem == .conflict(.slugTaken))
                            return nil
                        }
                    }
                }
                return await group.reduce(into: [TenantCreation]()) { made, creation in
                    if let creation { made.append(creation) }
                }
            }
            let winner = try #require(made.first)
            #expect(made.count == 1)
            #expect(try await rows(node) == ["tenant": 1, "slug": 1, "person": 1, "data_key": 1, "subscription": 1, "api_key": 2, "digest": 2])
            #expect(try await node.tenants.tenant(slug: "acme")?.id == winner.tenant)
        }
    }

    @Test func `nothing is left when a key cannot be made`() async throws {
        struct NoKeys: KeyIssuing, Error {
            func issue(
                _ environment: KeyEnvironment, named name: String, for tenant: TenantID, in tx: borrowing Transaction
            ) throws -> Secret<String> { throw self }
        }
        try await Node.with { node in
            let accounts = Accounts(
                database: node.database, tenants: node.tenants, passwords: node.passwords, masterKey: node.masterKey, plans: node.billing,
                keys: NoKeys(), tokens: node.auth, defaults: node.instances, holdings: [], outbox: node.outbox, publicURL: Node.publicURL,
                isSignUpOpen: true, trail: NoTrail(), runtime: node.runtime)
            await #expect(throws: NoKeys.self) {
                try await accounts.create(NewTenant(name: "Acme", slug: "acme", plan: "pro", ownerEmail: "o@acme.test"))
            }
            let left = try await rows(node)
            #expect(left.values.allSatisfy { $0 == 0 }, "\(left)")
        }
    }

    @Test func `every rule that is broken is said at once`() async throws {
        try await Node.with { node in
            let wrong = NewTenant(name: "", slug: "Acme!", plan: "gold", ownerEmail: "owner", timeZone: "Africa/Atlantis")
            let problem = await #expect(throws: Problem.self) { try await node.accounts.create(wrong) }
            guard case .invalid(let violations) = problem else { return #expect(Bool(false), "\(String(describing: problem))") }
            #expect(Set(violations.map(\.pointer)) == ["/name", "/slug", "/plan", "/owner", "/time_zone"])
        }
    }

    @Test func `a slug has 2 to 63 lower-case letters, digits and, between them, hyphens`() async throws {
        try await Node.with { node in
            for slug in ["", "a", "-a", "a-", "Ab", "a_b", "a b", "ä1", "a.b", "a\n", String(repeating: "a", count: 64)] {
                await #expect(throws: Problem.self, "\(slug)") { try await node.makeTenant(slug) }
            }
            for slug in ["a1", "a-b", "0-0", String(repeating: "a", count: 63)] {
                let made = try await node.accounts.create(NewTenant(name: "A", slug: slug, plan: "pro", ownerEmail: "o@acme.test"))
                #expect(made.slug == slug)
            }
        }
    }

    @Test func `a time zone has a name that IANA gave it`() async throws {
        @Sendable func tenant(_ slug: String, in zone: String) -> NewTenant {
            NewTenant(name: "Acme", slug: slug, plan: "pro", ownerEmail: "o@acme.test", timeZone: zone)
        }
        try await Node.with { node in
            let zones = ["UTC", "Africa/Nairobi", "America/Argentina/Buenos_Aires", "Etc/GMT+5", "Europe/Berlin"]
            for (number, zone) in zones.enumerated() {
                let made = try await node.accounts.create(tenant("zone-\(number)", in: zone))
                #expect(try await node.tenants.tenant(made.tenant)?.timeZone == zone)
            }
            for zone in ["", "utc", "africa/nairobi", "+03:00", "../../etc/passwd", "/UTC", "posix/UTC", "localtime", "Africa/", "UTC3"] {
                let problem = await #expect(throws: Problem.self, "\(zone)") { try await node.accounts.create(tenant("acme", in: zone)) }
                guard case .invalid(let violations) = problem else { continue }
                #expect(violations.map(\.pointer) == ["/time_zone"])
            }
        }
    }

    private func rows(_ node: Node) async throws -> [String: Int] {
        try await node.database.system { tx in
            var rows: [String: Int] = [:]
            let tables: [(String, SQL)] = [
                ("tenant", "SELECT count(*) FROM accounts.tenant"), ("slug", "SELECT count(*) FROM accounts.slug"),
                ("person", "SELECT count(*) FROM accounts.person"), ("data_key", "SELECT count(*) FROM accounts.data_key"),
                ("subscription", "SELECT count(*) FROM billing.subscription"), ("api_key", "SELECT count(*) FROM auth.api_key"),
                ("digest", "SELECT count(*) FROM auth.digest"),
            ]
            for (name, sql) in tables { rows[name] = try tx.first(sql) { Int(try $0.next(Int64.self)) } ?? 0 }
            return rows
        }
    }
}
