import Accounts
import Auth
import Contracts
import Core
import Crypto
import Database
import TestSupport
import Testing

@Suite struct TokenTests {
    @Test(.tags(.FS1_43), arguments: Role.allCases)
    func `an access token is 64 hexadecimal digits and admits its person, in his role`(_ role: Role) async throws {
        try await Node.with { node in
            let acme = try await node.makeTenant("acme")
            let person: PersonID = node.runtime.ids.next()
            let token = try await node.signIn(person, as: role, of: acme.tenant)
            #expect(token.wholeMatch(of: /[0-9a-f]{64}/) != nil)
            let caller = try await node.auth.admit(keyOrToken: token)
            #expect(caller == Caller(tenant: acme.tenant, person: person, token: try #require(caller.token), role: role))
            #expect(try await node.signIn(person, as: role, of: acme.tenant) != token)
        }
    }

    @Test func `of a token only the digest is kept`() async throws {
        try await Node.with { node in
            let token = try await node.signIn(of: try await node.makeTenant("acme").tenant)
            let digest = Array(Digest.sha256(token).bytes)
            #expect(try await node.test.count("SELECT count(*) FROM auth.digest WHERE digest = \(digest) AND token_id IS NOT NULL") == 1)
            #expect(
                try await node.test.count(
                    """
                    SELECT count(*) FROM auth.digest, auth.session_token AS token
                    WHERE strpos(digest::text || token::text, \(token)) > 0
                    """) == 0)
        }
    }

    @Test(.tags(.FS1_44)) func `a token ends by itself after 3,600 seconds, remembered or not`() async throws {
        try await Node.with { node in
            let acme = try await node.makeTenant("acme")
            let (remembered, other) = (try await node.signIn(of: acme.tenant), try await node.signIn(of: acme.tenant))
            node.clock.advance(by: .milliseconds(3_599_999))
            _ = try await node.auth.admit(keyOrToken: remembered)
            node.clock.advance(by: .milliseconds(1))
            #expect(try await node.refuses(remembered))
            #expect(try await node.refuses(other))
        }
    }

    @Test func `what nobody issued, and what is no token, admits nobody`() async throws {
        try await Node.with { node in
            let token = try await node.signIn(of: try await node.makeTenant("acme").tenant)
            let strangers = [String(repeating: "0", count: 64), token.uppercased(), token + "0", String(token.dropLast()), " " + token, "", "token"]
            for stranger in strangers { #expect(try await node.refuses(stranger), "\(stranger.count) characters") }
            // Where a route wants a key, a token is none.
            await #expect(throws: Problem.unauthenticated(.invalid)) { try await node.auth.admit(token) }
        }
    }

    @Test func `a person's tenant must be the one that is named, and not be suspended`() async throws {
        try await Node.with { node in
            let acme = try await node.makeTenant("acme")
            let token = try await node.signIn(of: acme.tenant)
            #expect(try await node.auth.admit(keyOrToken: token, tenantHint: "acme").tenant == acme.tenant)
            await #expect(throws: Problem.forbidden(.otherTenant)) { try await node.auth.admit(keyOrToken: token, tenantHint: "other") }
            await #expect(throws: Problem.forbidden(.otherTenant)) {
                try await node.auth.admit(key: acme.apiKey.reveal, token: token, tenantHint: "other")
            }
            try await node.accounts.decide(.suspend(reason: nil), about: acme.tenant)
            await #expect(throws: Problem.forbidden(.tenantSuspended)) { try await node.auth.admit(keyOrToken: token) }
            await #expect(throws: Problem.forbidden(.tenantSuspended)) { try await node.auth.admit(key: acme.apiKey.reveal, token: token) }
        }
    }

    @Test func `signing out ends that token and no other`() async throws {
        try await Node.with { node in
            let acme = try await node.makeTenant("acme")
            let person: PersonID = node.runtime.ids.next()
            let (mine, other) = (try await node.signIn(person, of: acme.tenant), try await node.signIn(person, of: acme.tenant))
            let caller = try await node.auth.admit(keyOrToken: mine)
            _ = try await node.auth.admit(keyOrToken: other)
            try await node.auth.signOut(as: caller)
            #expect(try await node.refuses(mine))
            #expect(try await node.auth.admit(keyOrToken: other).person == person)
            // Whoever was admitted a moment earlier may say it again.
            try await node.auth.signOut(as: caller)
        }
    }

    @Test func `only somebody who has signed in can sign out`() async throws {
        try await Node.with { node in
            let key = try await node.makeTenant("acme").apiKey.reveal
            let caller = try await node.auth.admit(key)
            await #expect(throws: Problem.forbidden(.personOnly)) { try await node.auth.signOut(as: caller) }
            #expect(try await node.auth.admit(key) == caller)
        }
    }

    @Test func `all tokens of a person end together, and nobody else's`() async throws {
        try await Node.with { node in
            let acme = try await node.makeTenant("acme")
            let (person, colleague): (PersonID, PersonID) = (node.runtime.ids.next(), node.runtime.ids.next())
            let mine = [try await node.signIn(person, of: acme.tenant), try await node.signIn(person, of: acme.tenant)]
            let theirs = try await node.signIn(colleague, of: acme.tenant)
            for token in mine + [theirs] { _ = try await node.auth.admit(keyOrToken: token) }
            try await node.signOutEverywhere(person, of: acme.tenant)
            for token in mine { #expect(try await node.refuses(token)) }
            #expect(try await node.auth.admit(keyOrToken: theirs).person == colleague)
        }
    }

    @Test func `what a transaction did to tokens is undone with it`() async throws {
        struct Undone: Error {}
        try await Node.with { node in
            let acme = try await node.makeTenant("acme")
            let person: PersonID = node.runtime.ids.next()
            let token = try await node.signIn(person, of: acme.tenant)
            let made = Lock("")
            await #expect(throws: Undone.self) {
                try await node.database.system { tx in
                    try node.auth.revokeTokens(of: person, of: acme.tenant, in: tx)
                    let text = try node.auth.issueToken(for: person, in: .owner, of: acme.tenant, in: tx).reveal
                    made.withLock { $0 = text }
                    throw Undone()
                }
            }
            #expect(try await node.refuses(made.withLock { $0 }))
            #expect(try await node.auth.admit(keyOrToken: token).person == person)
        }
    }

    @Test func `of more tokens of a person than may live the oldest end, even when they are made all at once`() async throws {
        try await Node.with { node in
            let acme = try await node.makeTenant("acme")
            let person: PersonID = node.runtime.ids.next()
            let oldest = try await node.signIn(person, of: acme.tenant)
            let colleagues = try await node.signIn(of: acme.tenant)
            #expect(try await node.auth.admit(keyOrToken: oldest).person == person)
            node.clock.advance(by: .milliseconds(1))
            try await withThrowingTaskGroup { group in
                for _ in 0..<Auth.tokensPerPerson { group.addTask { _ = try await node.signIn(person, of: acme.tenant) } }
                try await group.waitForAll()
            }
            let living = try await node.test.count("SELECT count(*) FROM auth.session_token WHERE person_id = \(person)")
            #expect(living == Auth.tokensPerPerson)
            await node.moveToNextLook()
            try await eventually("the oldest is refused") { try await node.refuses(oldest) }
            #expect(try await node.refuses(colleagues) == false)
        }
    }

    @Test func `a statement that forgets the tenant still sees no foreign token`() async throws {
        try await Node.with { node in
            let (acme, other) = (try await node.makeTenant("acme"), try await node.makeTenant("other"))
            for tenant in [acme.tenant, other.tenant] {
                let caller = try await node.auth.admit(keyOrToken: try await node.signIn(of: tenant))
                _ = try await node.auth.streamToken(for: "/v1/events/stream", as: caller)
            }
            for table: SQL in ["SELECT tenant_id FROM auth.session_token", "SELECT tenant_id FROM auth.stream_token"] {
                let owners = try await node.database.read(as: acme.tenant) { tx in try tx.rows(table) { try $0.next(TenantID.self) } }
                #expect(owners == [acme.tenant])
            }
            await #expect(throws: DatabaseError.self) {
                try await node.database.read(as: acme.tenant) { tx in try tx.run("SELECT number FROM auth.revision") }
            }
        }
    }
}
