import Accounts
import Auth
import Contracts
import Core
import Crypto
import Database
import TestSupport
import Testing

@Suite struct SignUpTests {
    private func acme(_ name: String = "Acme & Söhne, Ltd.", email: String = "Owner@acme.test") -> NewOrganization {
        NewOrganization(organization: name, email: email, password: Secret("admin123"), firstName: "Anna", lastName: "Abel")
    }

    @Test func `an organization becomes a tenant on the free plan, and who signs it up is its owner and signed in`() async throws {
        try await Node.with { node in
            let signedIn = try await node.accounts.signUp(acme(), from: somewhere)
            #expect(signedIn.tenant.slug == "acme-sohne-ltd" && signedIn.tenant.name == "Acme & Söhne, Ltd." && signedIn.tenant.plan == "free")
            #expect(signedIn.tenant.timeZone == "UTC" && signedIn.tenant.status == .active && signedIn.tenant.defaultInstance == nil)
            #expect(signedIn.person.email == "owner@acme.test" && signedIn.person.role == .owner && signedIn.person.firstName == "Anna")
            let caller = try #require(try await node.admits(signedIn.token))
            #expect(caller.tenant == signedIn.tenant.id && caller.person == signedIn.person.id && caller.role == .owner)
            #expect(try await node.signIn("owner@acme.test", "admin123", to: signedIn.tenant.id).person == signedIn.person)
            #expect(try await node.tenants.tenant(slug: "acme-sohne-ltd")?.id == signedIn.tenant.id)
            // Its secrets can be sealed, and it has no key that nobody was shown.
            _ = try await node.sealing.seal([1], for: signedIn.tenant.id, context: "test")
            #expect(try await node.auth.list(of: signedIn.tenant.id, limit: 10).keys.isEmpty)
        }
    }

    @Test func `namesakes have slugs of their own, and even a name without a letter has one`() async throws {
        try await Node.with { node in
            var slugs: Set<String> = []
            for _ in 0..<5 {
                let slug = try await node.accounts.signUp(acme("Acme"), from: somewhere).tenant.slug
                #expect(slug == "acme" || (slug.hasPrefix("acme-") && slug.utf8.count == 10), "\(slug)")
                slugs.insert(slug)
            }
            #expect(slugs.count == 5 && slugs.contains("acme"))
            let expected = [
                ("東京", "tenant"), ("X", "tenant"), ("-- a1 --", "a1"), ("Ça & là", "ca-la"), (String(repeating: "ab ", count: 33), nil),
            ]
            for (name, slug) in expected {
                let made = try await node.accounts.signUp(acme(name), from: somewhere).tenant.slug
                if let slug { #expect(made == slug || made.hasPrefix(slug + "-"), "\(name): \(made)") } else { #expect(made.utf8.count <= 63) }
            }
        }
    }

    @Test func `of many who want one slug at once each gets one`() async throws {
        try await Node.with { node in
            let slugs = try await withThrowingTaskGroup(of: String.self) { group in
                for number in 0..<8 {
                    group.addTask { try await node.accounts.signUp(acme("Acme"), from: "192.0.2.\(number)").tenant.slug }
                }
                return try await group.reduce(into: Set<String>()) { $0.insert($1) }
            }
            #expect(slugs.count == 8)
        }
    }

    @Test func `every rule that is broken is said at once, and nothing is made`() async throws {
        try await Node.with { node in
            let wrong = NewOrganization(organization: "", email: "nobody", password: Secret("1234567"), firstName: "", lastName: "\n")
            let said = try await problem { _ = try await node.accounts.signUp(wrong, from: somewhere) }
            #expect(pointers(said) == ["/organization", "/email", "/password", "/first_name", "/last_name"])
            #expect(node.passwords.count == 0)
            #expect(try await node.test.count("SELECT count(*) FROM accounts.tenant") == 0)
        }
    }

    @Test func `nobody signs up where the operator lets nobody`() async throws {
        try await Node.with(isSignUpOpen: false) { node in
            let refused = try await problem { _ = try await node.accounts.signUp(acme(), from: somewhere) }
            #expect(refused == .forbidden(.signUpClosed))
        }
    }

    @Test func `from one address come so many tenants and no more, for a while`() async throws {
        try await Node.with { node in
            let throttle = Throttle(clock: node.clock)
            for _ in 0..<Throttle.signUp.capacity { try throttle.countSignUp(from: somewhere) }
            let wait = Int(Throttle.signUp.interval.components.seconds)
            #expect(throws: Problem.limited(retryAfter: wait)) { try throttle.countSignUp(from: somewhere) }
            try throttle.countSignUp(from: "192.0.2.2")
            node.clock.advance(by: Throttle.signUp.interval)
            try throttle.countSignUp(from: somewhere)

            for number in 0..<Throttle.signUp.capacity { _ = try await node.accounts.signUp(acme("Number \(number)"), from: somewhere) }
            #expect(try await problem { _ = try await node.accounts.signUp(acme(), from: somewhere) } == .limited(retryAfter: wait))
        }
    }
}
