import Accounts
import Auth
import Contracts
import Core
import Database
import TestSupport
import Testing

@Suite struct SweepTests {
    @Test func `what is over is erased, and what lives stays`() async throws {
        try await Node.with { node in
            let acme = try await node.makeTenant("acme")
            let path = "/v1/events/stream"
            let ended = try await node.auth.admit(keyOrToken: try await node.signIn(of: acme.tenant))
            _ = try await node.auth.streamToken(for: path, as: ended)
            let key = try #require(try await node.auth.admit(acme.apiKey.reveal).key)
            let new = try await node.auth.rotate(key, overlap: .seconds(60), of: acme.tenant).text.reveal
            node.clock.advance(by: .seconds(1800))
            let living = try await node.signIn(of: acme.tenant)
            try await rest(of: node, tokens: 2, streams: 0, digests: 4, "the old text and the stream token are gone")

            node.clock.advance(by: .seconds(1800) - .microseconds(1))
            let fresh = try await node.auth.streamToken(for: path, as: try await node.auth.admit(keyOrToken: living)).token.reveal
            try await rest(of: node, tokens: 2, streams: 1, digests: 5, "nothing has ended")
            node.clock.advance(by: Auth.sweepDelay + Auth.sweepInterval + .seconds(1))
            try await rest(of: node, tokens: 1, streams: 0, digests: 3, "the token is gone")

            #expect(try await node.auth.admit(keyOrToken: living).role == .member)
            #expect(try await node.auth.admit(new).key == key)
            await #expect(throws: Problem.unauthenticated(.invalid)) { try await node.auth.admit(streamToken: fresh, path: path) }
        }
    }

    @Test func `more than fits one statement is swept by several`() async throws {
        try await Node.with { node in
            let acme = try await node.makeTenant("acme")
            try await node.test.script(
                """
                INSERT INTO auth.session_token (tenant_id, id, person_id, role, expires_at)
                SELECT '\(acme.tenant)', gen_random_uuid(), gen_random_uuid(), 'viewer', '2025-01-01T00:00:00Z'
                FROM generate_series(1, \(2 * Auth.sweepBatch + 1))
                """)
            await node.clock.sleepers(4)
            node.clock.advance(by: Auth.sweepInterval)
            try await rest(of: node, tokens: 0, streams: 0, digests: 2, "all are gone")
        }
    }

    private func rest(of node: Node, tokens: Int, streams: Int, digests: Int, _ what: String) async throws {
        try await eventually(what) {
            await node.clock.sleepers(4)
            let found = try await node.test.count(
                """
                SELECT 10000 * (SELECT count(*) FROM auth.session_token) + 100 * (SELECT count(*) FROM auth.stream_token)
                    + (SELECT count(*) FROM auth.digest)
                """)
            return found == 10_000 * tokens + 100 * streams + digests
        }
    }
}
