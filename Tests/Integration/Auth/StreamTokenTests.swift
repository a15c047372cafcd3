import Accounts
import Auth
import Contracts
import Core
import TestSupport
import Testing

@Suite struct StreamTokenTests {
    private let path = "/v1/events/stream"

    @Test func `a stream token opens its stream once, as whoever made it`() async throws {
        try await Node.with { node in
            let acme = try await node.makeTenant("acme")
            let pinned = try await node.auth.issue(
                NewKey(name: "Pinned", environment: .test, scopes: [.read], instance: node.runtime.ids.next()), for: acme.tenant
            ).text.reveal
            let token = try await node.signIn(as: .viewer, of: acme.tenant)
            let callers = [
                try await node.auth.admit(pinned), try await node.auth.admit(keyOrToken: token),
                try await node.auth.admit(key: pinned, token: token),
            ]
            for caller in callers {
                let made = try await node.auth.streamToken(for: path, as: caller)
                #expect(made.expiresAt == node.clock.now + .seconds(60))
                #expect(try await node.auth.admit(streamToken: made.token.reveal, path: path) == caller)
                await #expect(throws: Problem.unauthenticated(.invalid)) {
                    try await node.auth.admit(streamToken: made.token.reveal, path: path)
                }
            }
        }
    }

    @Test func `of two nodes that are shown the same stream token at once one lets it in`() async throws {
        try await Node.with { node in
            try await node.withAnother { other in
                let caller = try await node.auth.admit(try await node.makeTenant("acme").apiKey.reveal)
                for _ in 0..<10 {
                    let token = try await node.auth.streamToken(for: path, as: caller).token.reveal
                    let admitted = try await withThrowingTaskGroup { group in
                        for one in [node, other, node, other] { group.addTask { try await self.opens(token, at: one) } }
                        return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
                    }
                    #expect(admitted == 1)
                }
            }
        }
    }

    @Test func `a stream token opens no other stream, and is not used up by trying`() async throws {
        try await Node.with { node in
            let caller = try await node.auth.admit(try await node.makeTenant("acme").apiKey.reveal)
            let instance = node.runtime.ids.next(Instance.self)
            let right = "/v1/instances/\(instance)/events"
            let token = try await node.auth.streamToken(for: right, as: caller).token.reveal
            for wrong in ["/api/v1/sessions/\(instance)/stream", "/v1/instances/\(node.runtime.ids.next(Instance.self))/events", path, ""] {
                await #expect(throws: Problem.unauthenticated(.invalid)) { try await node.auth.admit(streamToken: token, path: wrong) }
            }
            #expect(try await node.auth.admit(streamToken: token, path: right) == caller)
        }
    }

    @Test func `a stream token ends by itself after a minute`() async throws {
        try await Node.with { node in
            let caller = try await node.auth.admit(try await node.makeTenant("acme").apiKey.reveal)
            let (first, second) = (try await node.auth.streamToken(for: path, as: caller), try await node.auth.streamToken(for: path, as: caller))
            node.clock.advance(by: .milliseconds(59_999))
            #expect(try await node.auth.admit(streamToken: first.token.reveal, path: path) == caller)
            node.clock.advance(by: .milliseconds(1))
            await #expect(throws: Problem.unauthenticated(.invalid)) { try await node.auth.admit(streamToken: second.token.reveal, path: path) }
        }
    }

    @Test func `a stream token ends with what it was made with`() async throws {
        try await Node.with { node in
            let acme = try await node.makeTenant("acme")
            let key = acme.apiKey.reveal
            let endings: [(String, (Caller) async throws -> Void)] = [
                ("key revoked", { try await node.auth.revoke(try #require($0.key), of: acme.tenant) }),
                ("key given another text at once", { _ = try await node.auth.rotate(try #require($0.key), overlap: .zero, of: acme.tenant) }),
                (
                    "key expired",
                    { caller in
                        let soon = node.clock.now + .seconds(1)
                        _ = try await node.auth.update(try #require(caller.key), KeyChange(expires: .set(soon)), of: acme.tenant)
                        node.clock.advance(by: .seconds(1))
                    }
                ),
                ("signed out", { try await node.auth.signOut(as: $0) }),
                ("signed out everywhere", { try await node.signOutEverywhere(try #require($0.person), of: acme.tenant) }),
            ]
            for (what, end) in endings {
                let issued = try await node.auth.issue(NewKey(name: "Further", environment: .live), for: acme.tenant).text.reveal
                let caller = try await node.auth.admit(key: issued, token: try await node.signIn(of: acme.tenant))
                let token = try await node.auth.streamToken(for: path, as: caller).token.reveal
                try await end(caller)
                #expect(try await opens(token, at: node) == false, "\(what)")
            }
            #expect(try await opens(try await node.auth.streamToken(for: path, as: node.auth.admit(key)).token.reveal, at: node))
        }
    }

    @Test func `a stream token ends with the hour of the access token that it was made with`() async throws {
        try await Node.with { node in
            let acme = try await node.makeTenant("acme")
            let caller = try await node.auth.admit(keyOrToken: try await node.signIn(of: acme.tenant))
            node.clock.advance(by: .seconds(AccessToken.lifetime - 1))
            let token = try await node.auth.streamToken(for: path, as: caller).token.reveal
            node.clock.advance(by: .seconds(1))
            #expect(try await opens(token, at: node) == false)
        }
    }

    @Test func `nobody whose credentials have ended gets a stream token`() async throws {
        try await Node.with { node in
            let acme = try await node.makeTenant("acme")
            let caller = try await node.auth.admit(keyOrToken: try await node.signIn(of: acme.tenant))
            try await node.auth.signOut(as: caller)
            await #expect(throws: Problem.unauthenticated(.invalid)) { try await node.auth.streamToken(for: path, as: caller) }
        }
    }

    @Test func `what a key may and is tied to is what counts when its stream token is used`() async throws {
        try await Node.with { node in
            let acme = try await node.makeTenant("acme")
            let caller = try await node.auth.admit(acme.apiKey.reveal)
            let token = try await node.auth.streamToken(for: path, as: caller).token.reveal
            let instance: InstanceID = node.runtime.ids.next()
            _ = try await node.auth.update(try #require(caller.key), KeyChange(scopes: [.read], instance: .set(instance)), of: acme.tenant)
            let admitted = try await node.auth.admit(streamToken: token, path: path)
            #expect(admitted.scopes == .read && admitted.instance == instance)
        }
    }

    @Test func `a path that is no stream's gets no token`() async throws {
        let paths = [
            "", "/", "/v1/events/stream/", "/v1/events/stream?after=1", "/v1/events", "/v1/instances", "/v1/instances/1/events",
            "/v1/instances//events", "/v1/instances/{id}/events", "/v2/events/stream", "v1/events/stream", "/v1/tenant",
        ]
        try await Node.with { node in
            let caller = try await node.auth.admit(try await node.makeTenant("acme").apiKey.reveal)
            for path in paths {
                let problem = await #expect(throws: Problem.self) { try await node.auth.streamToken(for: path, as: caller) }
                guard case .invalid(let violations) = problem else { return #expect(Bool(false), "\(path): \(String(describing: problem))") }
                #expect(violations.map(\.pointer) == ["/path"])
            }
        }
    }

    @Test func `neither is a stream token an access token, nor the other way round`() async throws {
        try await Node.with { node in
            let acme = try await node.makeTenant("acme")
            let token = try await node.signIn(of: acme.tenant)
            let stream = try await node.auth.streamToken(for: path, as: try await node.auth.admit(keyOrToken: token)).token.reveal
            #expect(try await node.refuses(stream))
            for other in [token, acme.apiKey.reveal] { #expect(try await opens(other, at: node) == false) }
            #expect(try await opens(stream, at: node))
        }
    }

    @Test func `a stream token's tenant must be the one that is named, and not be suspended`() async throws {
        try await Node.with { node in
            let acme = try await node.makeTenant("acme")
            let caller = try await node.auth.admit(acme.apiKey.reveal)
            var tokens: [String] = []
            for _ in 0..<3 { tokens.append(try await node.auth.streamToken(for: path, as: caller).token.reveal) }
            #expect(try await node.auth.admit(streamToken: tokens[0], path: path, tenantHint: "acme") == caller)
            await #expect(throws: Problem.forbidden(.otherTenant)) {
                try await node.auth.admit(streamToken: tokens[1], path: path, tenantHint: "other")
            }
            try await node.accounts.decide(.suspend(reason: nil), about: acme.tenant)
            await #expect(throws: Problem.forbidden(.tenantSuspended)) { try await node.auth.admit(streamToken: tokens[2], path: path) }
        }
    }

    @Test func `of more stream tokens than may wait the oldest ends, and only the same caller's`() async throws {
        try await Node.with { node in
            let acme = try await node.makeTenant("acme")
            let caller = try await node.auth.admit(acme.apiKey.reveal)
            let others = try await node.auth.streamToken(for: path, as: try await node.auth.admit(acme.testKey.reveal)).token.reveal
            var tokens: [String] = []
            for _ in 0...Auth.streamTokensPerCaller { tokens.append(try await node.auth.streamToken(for: path, as: caller).token.reveal) }
            #expect(try await opens(tokens[0], at: node) == false)
            for token in [tokens[1], others] { #expect(try await opens(token, at: node)) }
        }
    }

    private func opens(_ token: String, at node: Node) async throws -> Bool {
        do {
            _ = try await node.auth.admit(streamToken: token, path: path)
            return true
        } catch Problem.unauthenticated(.invalid) {
            return false
        }
    }
}
