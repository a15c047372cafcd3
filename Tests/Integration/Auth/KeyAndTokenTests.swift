import Accounts
import Auth
import Contracts
import Core
import TestSupport
import Testing

@Suite struct KeyAndTokenTests {
    @Test func `a key with a token beside it is the key, held by that person`() async throws {
        try await Node.with { node in
            let acme = try await node.makeTenant("acme")
            let instance: InstanceID = node.runtime.ids.next()
            let issued = try await node.auth.issue(
                NewKey(name: "Pinned", environment: .test, scopes: [.send], instance: instance), for: acme.tenant)
            let person: PersonID = node.runtime.ids.next()
            let token = try await node.signIn(person, as: .owner, of: acme.tenant)
            let caller = try await node.auth.admit(key: issued.text.reveal, token: token)
            let tokenID = try await node.auth.admit(keyOrToken: token).token
            // An owner's token adds no right to what the key may.
            #expect(
                caller
                    == Caller(
                        tenant: acme.tenant, key: issued.facts.id, environment: .test, instance: instance, scopes: [.send], person: person,
                        token: tokenID))
        }
    }

    @Test(.tags(.FS1_49)) func `in place of the token a key of the same tenant will do, the same one or another`() async throws {
        try await Node.with { node in
            let acme = try await node.makeTenant("acme")
            let key = try await node.auth.admit(acme.apiKey.reveal)
            for bearer in [acme.apiKey.reveal, acme.testKey.reveal] {
                #expect(try await node.auth.admit(key: acme.apiKey.reveal, token: bearer) == key)
            }
        }
    }

    @Test func `a token or key of another tenant is refused beside a key`() async throws {
        try await Node.with { node in
            let (acme, other) = (try await node.makeTenant("acme"), try await node.makeTenant("other"))
            let person: PersonID = node.runtime.ids.next()
            let (mine, theirs) = (try await node.signIn(person, of: acme.tenant), try await node.signIn(person, of: other.tenant))
            _ = try await node.auth.admit(key: acme.apiKey.reveal, token: mine)
            for bearer in [theirs, other.apiKey.reveal] {
                await #expect(throws: Problem.unauthenticated(.invalid)) { try await node.auth.admit(key: acme.apiKey.reveal, token: bearer) }
            }
            await #expect(throws: Problem.unauthenticated(.invalid)) { try await node.auth.admit(key: other.apiKey.reveal, token: mine) }
        }
    }

    @Test func `both must admit: neither an ended nor a malformed one does`() async throws {
        try await Node.with { node in
            let acme = try await node.makeTenant("acme")
            let key = acme.apiKey.reveal
            let (token, ended) = (try await node.signIn(of: acme.tenant), try await node.signIn(of: acme.tenant))
            _ = try await node.auth.admit(key: key, token: ended)
            try await node.auth.signOut(as: try await node.auth.admit(keyOrToken: ended))
            for (key, bearer) in [(key, ended), (key, ""), (key, "Bearer " + token), (String(key.dropLast()), token), (token, token), (token, key)] {
                await #expect(throws: Problem.unauthenticated(.invalid)) { try await node.auth.admit(key: key, token: bearer) }
            }
            node.clock.advance(by: .seconds(AccessToken.lifetime))
            await #expect(throws: Problem.unauthenticated(.invalid)) { try await node.auth.admit(key: key, token: token) }
        }
    }

    @Test func `signing out with a key beside the token ends the token and not the key`() async throws {
        try await Node.with { node in
            let acme = try await node.makeTenant("acme")
            let token = try await node.signIn(of: acme.tenant)
            try await node.auth.signOut(as: try await node.auth.admit(key: acme.apiKey.reveal, token: token))
            #expect(try await node.refuses(token))
            _ = try await node.auth.admit(acme.apiKey.reveal)
        }
    }
}
