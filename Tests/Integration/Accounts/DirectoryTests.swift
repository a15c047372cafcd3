import Accounts
import Contracts
import Core
import Database
import TestSupport
import Testing

@Suite struct DirectoryTests {
    @Test func `a tenant is found by id and by slug, and nobody else is`() async throws {
        try await Node.with { node in
            let acme = try await node.makeTenant("acme")
            let facts = try #require(try await node.tenants.tenant(acme.tenant))
            #expect(facts.slug == "acme" && !facts.isSuspended && facts.timeZone == "UTC")
            #expect(try await node.tenants.tenant(slug: "acme") == facts)
            #expect(try await node.tenants.tenant(slug: "nobody") == nil)
            #expect(try await node.tenants.tenant(slug: "ACME") == nil)
            #expect(try await node.tenants.tenant(node.runtime.ids.next()) == nil)
        }
    }

    @Test func `a tenant that was not there is found as soon as it is made`() async throws {
        try await Node.with { node in
            #expect(try await node.tenants.tenant(slug: "acme") == nil)
            let acme = try await node.makeTenant("acme")
            #expect(try await node.tenants.tenant(slug: "acme")?.id == acme.tenant)
        }
    }

    @Test func `a suspension on one node is known to another within a second`() async throws {
        try await Node.with { node in
            try await node.withAnother { other in
                let acme = try await node.makeTenant("acme").tenant
                #expect(try await other.tenants.tenant(acme)?.isSuspended == false)
                try await node.accounts.decide(.suspend(reason: nil), about: acme)
                // The nodes' clocks stand, so nothing but the bell can make the other one forget.
                let known = try await node.holds(within: .seconds(1)) { try await other.tenants.tenant(acme)?.isSuspended == true }
                #expect(known)
            }
        }
    }

    @Test func `without a bell a change is known after a second`() async throws {
        try await Node.with { node in
            let acme = try await node.makeTenant("acme").tenant
            _ = try await node.tenants.tenant(acme)
            _ = try await node.database.system { tx in try tx.run("UPDATE accounts.tenant SET status = 'suspended' WHERE id = \(acme)") }
            node.clock.advance(by: Tenants.cacheLifetime)
            #expect(try await node.tenants.tenant(acme)?.isSuspended == true)
        }
    }

    @Test func `a status of nobody is not found`() async throws {
        try await Node.with { node in
            await #expect(throws: Problem.notFound(.tenant)) { try await node.accounts.decide(.suspend(reason: nil), about: node.runtime.ids.next()) }
            await #expect(throws: Problem.notFound(.tenant)) { try await node.accounts.profile(of: node.runtime.ids.next()) }
        }
    }
}
