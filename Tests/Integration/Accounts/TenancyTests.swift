import Accounts
import Auth
import Contracts
import Core
import Database
import Events
import Instances
import TestSupport
import Testing

@Suite struct TenancyTests {
    @Test func `a tenant changes its name, its time zone and its default instance`() async throws {
        try await Node.with { node in
            let acme = try await node.makeTenant("acme")
            let instance = try await makeInstance(node, acme.tenant)
            let changed = try await node.accounts.update(
                TenantChange(name: "Acme Two", timeZone: "Africa/Nairobi", defaultInstance: .set(instance)), as: acme.asOwner(node))
            #expect(changed.name == "Acme Two" && changed.timeZone == "Africa/Nairobi" && changed.defaultInstance == instance)
            #expect(try await node.accounts.profile(of: acme.tenant) == changed)
            #expect(try await node.tenants.tenant(acme.tenant)?.timeZone == "Africa/Nairobi")
            // What is not named stays as it is.
            let again = try await node.accounts.update(TenantChange(name: "Acme Three"), as: acme.asKey(node))
            #expect(again.timeZone == "Africa/Nairobi" && again.defaultInstance == instance && again.name == "Acme Three")
            #expect(try await node.accounts.update(TenantChange(defaultInstance: .cleared), as: acme.asKey(node)).defaultInstance == nil)
        }
    }

    @Test func `all of a change happens or nothing, and every rule that is broken is said`() async throws {
        try await Node.with { node in
            let (acme, other) = (try await node.makeTenant("acme"), try await node.makeTenant("other"))
            let foreign = try await makeInstance(node, other.tenant)
            let wrong = TenantChange(name: "", timeZone: "Africa/Atlantis", defaultInstance: .set(foreign))
            #expect(
                pointers(try await problem { _ = try await node.accounts.update(wrong, as: acme.asOwner(node)) })
                    == ["/name", "/time_zone", "/default_instance_id"])
            let before = try await node.accounts.profile(of: acme.tenant)
            let own = try await makeInstance(node, acme.tenant)
            for half in [TenantChange(name: "New", defaultInstance: .set(foreign)), TenantChange(timeZone: "x", defaultInstance: .set(own))] {
                _ = try await problem { _ = try await node.accounts.update(half, as: acme.asOwner(node)) }
                #expect(try await node.accounts.profile(of: acme.tenant) == before)
            }
        }
    }

    @Test func `a tenant that its owner closes is nobody's at once, and on other nodes within a second`() async throws {
        try await Node.with { node in
            try await node.withAnother { other in
                let (acme, stays) = (try await node.makeTenant("acme"), try await node.makeTenant("stays"))
                let token = try await node.signIn(acme.owner.email, acme.owner.password.reveal, to: acme.tenant).token
                let owner = try #require(try await node.admits(token))
                for one in [node, other] { #expect(try await one.auth.admit(acme.apiKey.reveal).tenant == acme.tenant) }
                #expect(pointers(try await problem { try await node.accounts.close(confirming: "Acme", as: owner) }) == ["/slug"])
                #expect(try await node.admits(token) != nil)

                try await node.accounts.close(confirming: "acme", as: owner)
                #expect(try await node.tenants.tenant(acme.tenant) == nil)
                #expect(try await node.tenants.tenant(slug: "acme") == nil)
                #expect(try await node.admits(acme.apiKey) == nil)
                #expect(try await node.admits(token) == nil)
                #expect(try await node.problem(acme.owner.email, acme.owner.password.reveal, to: acme.tenant) == .unauthenticated(.wrongPassword))
                #expect(try await problem { _ = try await node.accounts.profile(of: acme.tenant) } == .notFound(.tenant))
                #expect(try await problem { try await node.accounts.decide(.reactivate, about: acme.tenant) } == .notFound(.tenant))
                #expect(try await problem { try await node.accounts.close(confirming: "acme", as: owner) } == .notFound(.tenant))
                for (one, there) in [(owner, node), (acme.asKey(node), other)] {
                    let new = NewPerson(firstName: nil, lastName: nil, email: "new@acme.test", password: Secret("password"))
                    #expect(try await problem { _ = try await there.accounts.register(new, from: somewhere, as: one) } == .notFound(.tenant))
                    #expect(try await problem { _ = try await there.accounts.update(TenantChange(name: "X"), as: one) } == .notFound(.tenant))
                    #expect(try await problem { try await there.accounts.export(as: one) { _ in } } == .notFound(.tenant))
                }
                let isKnown = try await other.holds(within: .seconds(1)) { try await other.admits(acme.apiKey) == nil }
                #expect(isKnown)
                #expect(try await other.admits(stays.apiKey) != nil)
                // Nobody else gets its name while anything of it is left.
                await #expect(throws: Problem.conflict(.slugTaken)) { try await node.makeTenant("acme") }
            }
        }
    }

    @Test func `the end of a tenant is told, once, and only if it ends`() async throws {
        try await Node.with { node in
            let acme = try await node.makeTenant("acme")
            node.subscriptions.on(TenantClosed.self, "test.closed") { _, _ in }
            _ = try await problem { try await node.accounts.close(confirming: "other", as: acme.asOwner(node)) }
            #expect(try await node.test.count("SELECT count(*) FROM events.delivery") == 0)
            try await node.accounts.close(confirming: "acme", as: acme.asOwner(node))
            let told = try await node.database.system { tx in
                try tx.rows("SELECT tenant_id, payload FROM events.delivery WHERE event = \(TenantClosed.name)") { row in
                    (try row.next(TenantID.self), try TenantClosed.decode(try row.next(JSON.self)))
                }
            }
            #expect(told.count == 1 && told.first?.0 == acme.tenant && told.first?.1.tenant == acme.tenant)
            #expect(told.first?.1.occurredAt == node.clock.now)
            #expect(throws: (any Error).self) { try TenantClosed.decode(["tenant_id": "x"]) }
        }
    }

    @Test func `the operator neither closes nor reopens`() async throws {
        try await Node.with { node in
            let acme = try await node.makeTenant("acme")
            #expect(try await node.accounts.profile(of: acme.tenant).status == .active)
        }
    }

    private func makeInstance(_ node: Node, _ tenant: TenantID) async throws -> InstanceID {
        let key = Caller(tenant: tenant, key: node.runtime.ids.next(), environment: .live, instance: nil, scopes: .all)
        return try await node.instances.create(named: nil, as: key).id
    }
}
