import Accounts
import Auth
import Contracts
import Core
import TestSupport
import Testing

@Suite struct KeyChangeTests {
    @Test func `a change is what the key is from the next request on, and the rest stays`() async throws {
        try await Node.with { node in
            let acme = try await node.makeTenant("acme")
            let issued = try await node.auth.issue(NewKey(name: "Before", environment: .live), for: acme.tenant)
            let text = issued.text.reveal
            _ = try await node.auth.admit(text)
            let (instance, end): (InstanceID, Instant) = (node.runtime.ids.next(), node.clock.now + .seconds(60))
            let changed = try await node.auth.update(
                issued.facts.id, KeyChange(name: "After", scopes: [.read], instance: .set(instance), expires: .set(end)), of: acme.tenant)
            #expect(try await node.auth.key(issued.facts.id, of: acme.tenant) == changed)
            #expect(
                (changed.name, changed.scopes, changed.instance, changed.expires, changed.prefix)
                    == ("After", .read, instance, end, issued.facts.prefix))
            let caller = try await node.auth.admit(text)
            #expect(caller.scopes == .read && caller.instance == instance)
            node.clock.advance(by: .seconds(60))
            #expect(try await node.refuses(text))

            let restored = try await node.auth.update(issued.facts.id, KeyChange(instance: .cleared, expires: .cleared), of: acme.tenant)
            #expect((restored.name, restored.scopes, restored.instance, restored.expires) == ("After", .read, nil, nil))
            #expect(try await node.auth.admit(text).instance == nil)
        }
    }

    @Test func `a change that breaks rules is refused with all of them, and nothing is changed`() async throws {
        try await Node.with { node in
            let acme = try await node.makeTenant("acme")
            let before = try await node.auth.list(of: acme.tenant, limit: 1).keys[0]
            let wrong = KeyChange(name: "\u{7}", scopes: [], expires: .set(node.clock.now))
            let problem = await #expect(throws: Problem.self) { try await node.auth.update(before.id, wrong, of: acme.tenant) }
            guard case .invalid(let violations) = problem else { return #expect(Bool(false), "\(String(describing: problem))") }
            #expect(violations.map(\.pointer) == ["/name", "/scopes", "/expires_at"])
            #expect(try await node.auth.key(before.id, of: acme.tenant) == before)
            #expect(try await node.auth.update(before.id, KeyChange(), of: acme.tenant) == before)
        }
    }

    @Test func `the keys of another tenant, and revoked ones, cannot be changed`() async throws {
        try await Node.with { node in
            let (acme, other) = (try await node.makeTenant("acme"), try await node.makeTenant("other"))
            let foreign = try await node.auth.list(of: other.tenant, limit: 1).keys[0]
            await #expect(throws: Problem.notFound(.key)) { try await node.auth.update(foreign.id, KeyChange(name: "Mine"), of: acme.tenant) }
            #expect(try await node.auth.key(foreign.id, of: other.tenant) == foreign)
            try await node.auth.revoke(foreign.id, of: other.tenant)
            await #expect(throws: Problem.notFound(.key)) { try await node.auth.update(foreign.id, KeyChange(name: "Gone"), of: other.tenant) }
        }
    }
}
