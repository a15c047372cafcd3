import Accounts
import Contracts
import Core
import Crypto
import Database
import TestSupport
import Testing

@Suite struct SignInTests {
    @Test func `whoever knows the password is let in, with a token that admits in that role`() async throws {
        try await Node.with { node in
            let acme = try await node.makeTenant("acme")
            let anna = try await node.makePerson("anna", .viewer, in: acme)
            let signedIn = try await node.signIn("Anna@ACME.test", "password of anna", to: acme.tenant)
            #expect(signedIn.person == anna)
            #expect(try await node.accounts.profile(of: acme.tenant) == signedIn.tenant)
            #expect(signedIn.tenant.slug == "acme" && signedIn.tenant.plan == "pro" && signedIn.tenant.defaultInstance == nil)
            let caller = try #require(try await node.admits(signedIn.token))
            #expect(caller.person == anna.id && caller.tenant == acme.tenant && caller.role == .viewer && caller.key == nil)
            // The password that the operator was shown is the owner's.
            let owner = try await node.signIn(acme.owner.email, acme.owner.password.reveal, to: acme.tenant)
            #expect(owner.person.role == .owner)
        }
    }

    @Test func `a tenant is named by its slug or its id`() async throws {
        try await Node.with { node in
            let acme = try await node.makeTenant("acme")
            for name in ["acme", acme.tenant.description, acme.tenant.description.uppercased()] {
                let signedIn = try await node.accounts.signIn(
                    email: acme.owner.email, password: acme.owner.password, tenantNamed: name, from: somewhere)
                #expect(signedIn.person.id == acme.owner.id)
            }
        }
    }

    @Test func `nobody is told whether it was the address, the tenant or the password that was wrong, nor by the work it makes`() async throws {
        try await Node.with { node in
            let acme = try await node.makeTenant("acme")
            let tries: [(email: String, password: String, tenant: String)] = [
                (acme.owner.email, "not the password", "acme"), ("nobody@acme.test", "not the password", "acme"),
                ("not an address", "not the password", "acme"), (acme.owner.email, "not the password", "nobody"),
                (acme.owner.email, "not the password", node.runtime.ids.next(Tenant.self).description), (acme.owner.email, "", "acme"),
            ]
            for (email, password, tenant) in tries {
                let before = node.passwords.count
                await #expect(throws: Problem.unauthenticated(.wrongPassword), "\(email) at \(tenant)") {
                    try await node.accounts.signIn(email: email, password: Secret(password), tenantNamed: tenant, from: somewhere)
                }
                #expect(node.passwords.count == before + 1, "\(email) at \(tenant)")
            }
            let tooLong = String(repeating: "a", count: Password.length.upperBound + 1)
            #expect(try await node.problem(acme.owner.email, tooLong, to: acme.tenant) == .unauthenticated(.wrongPassword))
        }
    }

    @Test func `somebody of one tenant is nobody in another`() async throws {
        try await Node.with { node in
            let (acme, other) = (try await node.makeTenant("acme"), try await node.makeTenant("other"))
            let anna = try await node.makePerson("anna", in: acme)
            #expect(try await node.problem(anna.email, "password of anna", to: other.tenant) == .unauthenticated(.wrongPassword))
            // And may be somebody else there, with another password.
            _ = try await node.accounts.register(
                NewPerson(firstName: nil, lastName: nil, email: anna.email, password: Secret("something else")), from: somewhere,
                as: other.asKey(node))
            #expect(try await node.problem(anna.email, "password of anna", to: other.tenant) == .unauthenticated(.wrongPassword))
            #expect(try await node.signIn(anna.email, "something else", to: other.tenant).tenant.id == other.tenant)
        }
    }

    @Test func `a suspension is told to those who know the password, and to nobody else`() async throws {
        try await Node.with { node in
            let acme = try await node.makeTenant("acme")
            try await node.accounts.decide(.suspend(reason: nil), about: acme.tenant)
            #expect(try await node.problem(acme.owner.email, acme.owner.password.reveal, to: acme.tenant) == .forbidden(.tenantSuspended))
            #expect(try await node.problem(acme.owner.email, "not the password", to: acme.tenant) == .unauthenticated(.wrongPassword))
        }
    }

    @Test func `a password that was hashed with other parameters is hashed anew when it is used, and only then`() async throws {
        try await Node.with { node in
            let acme = try await node.makeTenant("acme")
            let cheaper = try #require(PasswordParameters(costExponent: 2, blockSize: 8, parallelization: 1))
            let old = try await PasswordHasher(parameters: cheaper, chance: SystemChance()).hash("an old password").description
            try await node.test.script("UPDATE accounts.person SET password = '\(old)'")
            #expect(try await node.problem(acme.owner.email, "not the password", to: acme.tenant) == .unauthenticated(.wrongPassword))
            #expect(try await stored(node, acme) == old)

            _ = try await node.signIn(acme.owner.email, "an old password", to: acme.tenant)
            let new = try await stored(node, acme)
            #expect(new != old)
            #expect(try await node.passwords.check("an old password", against: new) == .right)
            _ = try await node.signIn(acme.owner.email, "an old password", to: acme.tenant)
            #expect(try await stored(node, acme) == new)
        }
    }

    @Test func `a sign-in that was begun with a password that is no longer the one ends in nothing`() async throws {
        try await Node.with { node in
            let acme = try await node.makeTenant("acme")
            // Whichever is first, no token of the old password may be left when both are done.
            for round in 0..<10 {
                let old = round == 0 ? acme.owner.password.reveal : "password number \(round)"
                async let signedIn = try? node.signIn(acme.owner.email, old, to: acme.tenant)
                let token = try await node.accounts.changePassword(
                    from: Secret(old), to: Secret("password number \(round + 1)"), as: acme.asOwner(node), from: "192.0.2.9")
                if let signedIn = await signedIn { #expect(try await node.admits(signedIn.token) == nil, "round \(round)") }
                #expect(try await node.admits(token) != nil)
            }
        }
    }

    private func stored(_ node: Node, _ made: TenantCreation) async throws -> String? {
        try await node.database.read(as: made.tenant) { tx in
            try tx.first("SELECT password FROM accounts.person WHERE tenant_id = \(made.tenant) AND id = \(made.owner.id)") { row in
                try row.next(String.self)
            }
        }
    }
}
