import Accounts
import Auth
import Contracts
import Core
import Database
import TestSupport
import Testing

@Suite struct RevocationTests {
    /// How something that another node remembers is taken back.
    enum Taking: CaseIterable {
        case revokingTheKey, rotatingTheKey, changingTheKey, signingOut, endingAllTokens, erasingTheTenant
    }

    @Test(arguments: Taking.allCases)
    func `what is taken back on one node is refused by another at its next look, without any bell`(_ taking: Taking) async throws {
        try await Node.with { node in
            try await node.withAnother { other in
                await other.doorbell.stop()
                let shown = try await Shown(to: other, made: node)
                try await shown.take(taking, on: node)
                // Its clock stands, so it has not looked yet: what it says comes from memory.
                #expect(try await shown.isAdmitted(by: other))
                await other.moveToNextLook()
                try await eventually("it is refused") { try await !shown.isAdmitted(by: other) }
            }
        }
    }

    @Test(arguments: Taking.allCases)
    func `a second after its last look a node admits nobody from memory`(_ taking: Taking) async throws {
        try await Node.with { node in
            try await node.withAnother { other in
                let shown = try await Shown(to: other, made: node)
                // It looks no more.
                await other.auth.stop()
                try await shown.take(taking, on: node)
                other.clock.advance(by: Auth.lookLifetime - .microseconds(1))
                #expect(try await shown.isAdmitted(by: other))
                other.clock.advance(by: .microseconds(1))
                #expect(try await !shown.isAdmitted(by: other))
            }
        }
    }

    @Test func `a node that cannot reach the database soon admits nobody`() async throws {
        try await Node.with { node in
            let key = try await node.makeTenant("acme").apiKey.reveal
            // That the tenant was made may be heard late, and would have to be looked up again.
            await node.tenants.stop()
            _ = try await node.auth.admit(key)
            await node.database.close()
            _ = try await node.auth.admit(key)
            node.clock.advance(by: Auth.lookLifetime)
            await #expect(throws: DatabaseError.self) { try await node.auth.admit(key) }
        }
    }

    @Test func `one answer of the database is enough to admit from memory again`() async throws {
        try await Node.with { node in
            let acme = try await node.makeTenant("acme")
            for key in [acme.apiKey, acme.testKey] { _ = try await node.auth.admit(key.reveal) }
            await node.auth.stop()
            await node.tenants.stop()
            node.clock.advance(by: Auth.lookLifetime)
            _ = try await node.auth.admit(acme.apiKey.reveal)
            await node.database.close()
            for key in [acme.apiKey, acme.testKey] { _ = try await node.auth.admit(key.reveal) }
        }
    }

    @Test func `a database that was set back to an earlier state is believed`() async throws {
        try await Node.with { node in
            try await node.withAnother { other in
                let shown = try await Shown(to: other, made: node)
                try await shown.take(.revokingTheKey, on: node)
                try await shown.take(.signingOut, on: node)
                await other.moveToNextLook()
                try await eventually("it is refused") { try await !shown.isAdmitted(by: other) }
                let again = try await Shown(to: other, made: node, named: "again")
                try await node.test.script("UPDATE auth.revision SET number = number - 1; DELETE FROM auth.digest")
                await other.moveToNextLook()
                try await eventually("it is refused") { try await !again.isAdmitted(by: other) }
            }
        }
    }

    @Test func `revoking what is not there makes nobody forget anything`() async throws {
        try await Node.with { node in
            let (acme, other) = (try await node.makeTenant("acme"), try await node.makeTenant("other"))
            let foreign = try #require(try await node.auth.admit(other.apiKey.reveal).key)
            try await node.auth.revoke(foreign, of: other.tenant)
            let before = try await revision(node)
            for key in [foreign, node.runtime.ids.next()] {
                await #expect(throws: Problem.notFound(.key)) { try await node.auth.revoke(key, of: acme.tenant) }
            }
            try await node.signOutEverywhere(node.runtime.ids.next(), of: acme.tenant)
            _ = try await node.auth.update(
                try await node.auth.list(of: acme.tenant, limit: 1).keys[0].id, KeyChange(name: "Renamed"), of: acme.tenant)
            _ = try await node.signIn(of: acme.tenant)
            #expect(try await revision(node) == before)
        }
    }

    private func revision(_ node: Node) async throws -> Int { try await node.test.count("SELECT number FROM auth.revision") }

    /// A key with a person's token beside it, which a node has admitted and remembers.
    private struct Shown {
        let tenant: TenantID
        let key: String
        let token: String
        let caller: Caller

        init(to node: Node, made maker: Node, named slug: String = "acme") async throws {
            let made = try await maker.makeTenant(slug)
            tenant = made.tenant
            key = made.apiKey.reveal
            token = try await maker.signIn(of: made.tenant)
            caller = try await node.auth.admit(key: key, token: token)
        }

        func take(_ taking: Taking, on node: Node) async throws {
            let id = try #require(caller.key)
            switch taking {
            case .revokingTheKey: try await node.auth.revoke(id, of: tenant)
            case .rotatingTheKey: _ = try await node.auth.rotate(id, overlap: .zero, of: tenant)
            case .changingTheKey: _ = try await node.auth.update(id, KeyChange(scopes: [.read]), of: tenant)
            case .signingOut: try await node.auth.signOut(as: caller)
            case .endingAllTokens: try await node.signOutEverywhere(try #require(caller.person), of: tenant)
            case .erasingTheTenant: _ = try await node.database.system { tx in try node.auth.erase(100, of: tenant, in: tx) }
            }
        }

        /// Whether they still admit to all that they did.
        func isAdmitted(by node: Node) async throws -> Bool {
            do {
                return try await node.auth.admit(key: key, token: token) == caller
            } catch Problem.unauthenticated(.invalid) {
                return false
            }
        }
    }
}
