import Accounts
import Auth
import Contracts
import Core
import Database
import TestSupport
import Testing

@Suite struct AdmissionTests {
    @Test func `a tenant's first keys admit to it with all scopes`() async throws {
        try await Node.with { node in
            let acme = try await node.makeTenant("acme")
            let live = try await node.auth.admit(acme.apiKey.reveal)
            #expect(live.tenant == acme.tenant)
            #expect(live.environment == .live)
            #expect(live.scopes == .all)
            #expect(live.instance == nil)
            #expect(try await node.auth.admit(acme.testKey.reveal).environment == .test)
        }
    }

    @Test func `a key admits with its scopes and to the instance it is pinned to`() async throws {
        try await Node.with { node in
            let acme = try await node.makeTenant("acme")
            let instance: InstanceID = node.runtime.ids.next()
            let issued = try await node.auth.issue(
                NewKey(name: "Reports", environment: .live, scopes: [.read], instance: instance), for: acme.tenant)
            let caller = try await node.auth.admit(issued.text.reveal)
            #expect(caller.key == issued.facts.id)
            #expect(caller.scopes == .read)
            #expect(caller.instance == instance)
        }
    }

    @Test func `a well formed key that nobody issued admits nobody`() async throws {
        try await Node.with { node in
            let stranger = APIKey.make(.live, chance: SystemChance()).text.reveal
            for _ in 0..<2 {
                await #expect(throws: Problem.unauthenticated(.invalid)) { try await node.auth.admit(stranger) }
            }
        }
    }

    @Test func `a mistyped key is refused without asking the database`() async throws {
        try await Node.with { node in
            let key = try await node.makeTenant("acme").apiKey.reveal
            await node.database.close()
            let mistyped = key.dropLast() + (key.last == "0" ? "1" : "0")
            await #expect(throws: Problem.unauthenticated(.invalid)) { try await node.auth.admit(String(mistyped)) }
            // The same with the right checksum gets as far as the database.
            await #expect(throws: DatabaseError.self) { try await node.auth.admit(key) }
        }
    }

    @Test func `a key that was admitted is admitted again without asking the database`() async throws {
        try await Node.with { node in
            let key = try await node.makeTenant("acme").apiKey.reveal
            _ = try await node.auth.admit(key)
            await node.database.close()
            _ = try await node.auth.admit(key)
        }
    }

    @Test func `an expired key admits nobody, although it was admitted a moment ago`() async throws {
        try await Node.with { node in
            let acme = try await node.makeTenant("acme")
            let key = try await node.auth.issue(
                NewKey(name: "Short", environment: .live, expires: node.clock.now + .seconds(10)), for: acme.tenant
            ).text.reveal
            _ = try await node.auth.admit(key)
            node.clock.advance(by: .seconds(10))
            await #expect(throws: Problem.unauthenticated(.invalid)) { try await node.auth.admit(key) }
        }
    }

    @Test func `a tenant that a request names must be the key's, by slug or by id`() async throws {
        try await Node.with { node in
            let acme = try await node.makeTenant("acme")
            let other = try await node.makeTenant("other")
            let key = acme.apiKey.reveal
            for hint in ["acme", acme.tenant.description, acme.tenant.description.uppercased()] {
                #expect(try await node.auth.admit(key, tenantHint: hint).tenant == acme.tenant)
            }
            for hint in ["other", other.tenant.description, "ACME", "", "nobody"] {
                await #expect(throws: Problem.forbidden(.otherTenant)) { try await node.auth.admit(key, tenantHint: hint) }
            }
        }
    }

    @Test func `a suspended tenant is refused as such, and admitted again when it is reinstated`() async throws {
        try await Node.with { node in
            let acme = try await node.makeTenant("acme")
            _ = try await node.auth.admit(acme.apiKey.reveal)
            try await node.accounts.decide(.suspend(reason: nil), about: acme.tenant)
            await #expect(throws: Problem.forbidden(.tenantSuspended)) { try await node.auth.admit(acme.apiKey.reveal) }
            try await node.accounts.decide(.reactivate, about: acme.tenant)
            _ = try await node.auth.admit(acme.apiKey.reveal)
        }
    }
}
