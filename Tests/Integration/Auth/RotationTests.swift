import Accounts
import Auth
import Contracts
import Core
import Database
import TestSupport
import Testing

@Suite struct RotationTests {
    @Test func `the old text works beside the new one until the overlap ends`() async throws {
        try await Node.with { node in
            let acme = try await node.makeTenant("acme")
            let old = acme.apiKey.reveal
            let caller = try await node.auth.admit(old)
            let rotated = try await node.auth.rotate(try #require(caller.key), overlap: .seconds(100), of: acme.tenant)
            let new = rotated.text.reveal
            #expect(new != old)
            for text in [old, new] { #expect(try await node.auth.admit(text) == caller) }
            node.clock.advance(by: .milliseconds(99_999))
            for text in [old, new] { #expect(try await node.auth.admit(text) == caller) }
            node.clock.advance(by: .milliseconds(1))
            #expect(try await node.refuses(old))
            #expect(try await node.auth.admit(new) == caller)
        }
    }

    @Test func `unless something else is asked for the old text works for a day`() async throws {
        try await Node.with { node in
            let acme = try await node.makeTenant("acme")
            _ = try await node.auth.rotate(try #require(try await node.auth.admit(acme.apiKey.reveal).key), of: acme.tenant)
            node.clock.advance(by: .seconds(24 * 3600 - 1))
            _ = try await node.auth.admit(acme.apiKey.reveal)
            node.clock.advance(by: .seconds(1))
            #expect(try await node.refuses(acme.apiKey.reveal))
        }
    }

    @Test func `a rotated key is the same key, shown by the beginning of its new text`() async throws {
        try await Node.with { node in
            let acme = try await node.makeTenant("acme")
            let issued = try await node.auth.issue(
                NewKey(
                    name: "Büro", environment: .test, scopes: [.send], instance: node.runtime.ids.next(), expires: node.clock.now + .seconds(60)),
                for: acme.tenant)
            let rotated = try await node.auth.rotate(issued.facts.id, of: acme.tenant)
            #expect(try await node.auth.key(issued.facts.id, of: acme.tenant) == rotated.facts)
            #expect(rotated.text.reveal.hasPrefix(rotated.facts.prefix) && rotated.facts.prefix != issued.facts.prefix)
            let (old, new) = (issued.facts, rotated.facts)
            #expect(
                (new.id, new.name, new.environment, new.scopes, new.instance) == (old.id, old.name, old.environment, old.scopes, old.instance))
            #expect(new.expires == old.expires)
            // The key's own end counts for both texts, however long they overlap.
            node.clock.advance(by: .seconds(60))
            for text in [issued.text, rotated.text] { #expect(try await node.refuses(text.reveal)) }
        }
    }

    @Test func `without an overlap the old text ends at once`() async throws {
        try await Node.with { node in
            let acme = try await node.makeTenant("acme")
            let caller = try await node.auth.admit(acme.apiKey.reveal)
            let new = try await node.auth.rotate(try #require(caller.key), overlap: .zero, of: acme.tenant).text.reveal
            #expect(try await node.refuses(acme.apiKey.reveal))
            #expect(try await node.auth.admit(new) == caller)
        }
    }

    @Test func `at most two texts of a key work at a time`() async throws {
        try await Node.with { node in
            let acme = try await node.makeTenant("acme")
            let key = try #require(try await node.auth.admit(acme.apiKey.reveal).key)
            let second = try await node.auth.rotate(key, of: acme.tenant).text.reveal
            _ = try await node.auth.admit(second)
            let third = try await node.auth.rotate(key, of: acme.tenant).text.reveal
            #expect(try await node.refuses(acme.apiKey.reveal))
            for text in [second, third] { #expect(try await node.auth.admit(text).key == key) }
            try await withThrowingTaskGroup { group in
                for _ in 0..<5 { group.addTask { _ = try await node.auth.rotate(key, of: acme.tenant) } }
                try await group.waitForAll()
            }
            #expect(try await node.test.count("SELECT count(*) FROM auth.digest WHERE key_id = \(key)") == 2)
        }
    }

    @Test func `revoking a key ends both of its texts`() async throws {
        try await Node.with { node in
            let acme = try await node.makeTenant("acme")
            let key = try #require(try await node.auth.admit(acme.apiKey.reveal).key)
            let new = try await node.auth.rotate(key, of: acme.tenant).text.reveal
            for text in [acme.apiKey.reveal, new] { _ = try await node.auth.admit(text) }
            try await node.auth.revoke(key, of: acme.tenant)
            for text in [acme.apiKey.reveal, new] { #expect(try await node.refuses(text)) }
            #expect(try await node.test.count("SELECT count(*) FROM auth.digest WHERE key_id = \(key)") == 0)
        }
    }

    @Test(arguments: [Duration.seconds(-1), .seconds(7 * 24 * 3600 + 1)])
    func `an overlap is not negative and no longer than a week`(_ overlap: Duration) async throws {
        try await Node.with { node in
            let acme = try await node.makeTenant("acme")
            let key = try #require(try await node.auth.admit(acme.apiKey.reveal).key)
            let problem = await #expect(throws: Problem.self) { try await node.auth.rotate(key, overlap: overlap, of: acme.tenant) }
            guard case .invalid(let violations) = problem else { return #expect(Bool(false), "\(String(describing: problem))") }
            #expect(violations.map(\.pointer) == ["/overlap"])
            _ = try await node.auth.rotate(key, overlap: Auth.longestOverlap, of: acme.tenant)
        }
    }

    @Test func `the keys of another tenant, and revoked ones, cannot be rotated`() async throws {
        try await Node.with { node in
            let (acme, other) = (try await node.makeTenant("acme"), try await node.makeTenant("other"))
            let foreign = try #require(try await node.auth.admit(other.apiKey.reveal).key)
            await #expect(throws: Problem.notFound(.key)) { try await node.auth.rotate(foreign, overlap: .zero, of: acme.tenant) }
            _ = try await node.auth.admit(other.apiKey.reveal)
            try await node.auth.revoke(foreign, of: other.tenant)
            await #expect(throws: Problem.notFound(.key)) { try await node.auth.rotate(foreign, of: other.tenant) }
        }
    }
}
