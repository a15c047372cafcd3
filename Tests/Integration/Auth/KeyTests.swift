import Accounts
import Auth
import Contracts
import Core
import Database
import TestSupport
import Testing

@Suite struct KeyTests {
    @Test func `a revoked key admits nobody from the next request on`() async throws {
        try await Node.with { node in
            let acme = try await node.makeTenant("acme")
            let key = try #require(try await node.auth.admit(acme.apiKey.reveal).key)
            try await node.auth.revoke(key, of: acme.tenant)
            await #expect(throws: Problem.unauthenticated(.invalid)) { try await node.auth.admit(acme.apiKey.reveal) }
            await #expect(throws: Problem.notFound(.key)) { try await node.auth.key(key, of: acme.tenant) }
            await #expect(throws: Problem.notFound(.key)) { try await node.auth.revoke(key, of: acme.tenant) }
        }
    }

    @Test func `the keys of another tenant are not there`() async throws {
        try await Node.with { node in
            let (acme, other) = (try await node.makeTenant("acme"), try await node.makeTenant("other"))
            let foreign = try #require(try await node.auth.admit(other.apiKey.reveal).key)
            await #expect(throws: Problem.notFound(.key)) { try await node.auth.key(foreign, of: acme.tenant) }
            await #expect(throws: Problem.notFound(.key)) { try await node.auth.revoke(foreign, of: acme.tenant) }
            #expect(try await node.auth.admit(other.apiKey.reveal).key == foreign, "it was revoked all the same")
            let listed = try await node.auth.list(of: acme.tenant, limit: 100).keys.map(\.id)
            #expect(listed.count == 2 && !listed.contains(foreign))
        }
    }

    @Test func `a statement that forgets the tenant still sees no foreign key, and no directory`() async throws {
        try await Node.with { node in
            let acme = try await node.makeTenant("acme")
            _ = try await node.makeTenant("other")
            let owners = try await node.database.read(as: acme.tenant) { tx in
                try tx.rows("SELECT tenant_id FROM auth.api_key") { try $0.next(TenantID.self) }
            }
            #expect(owners == [acme.tenant, acme.tenant])
            let changed = try await node.database.write(as: acme.tenant) { tx in try tx.run("UPDATE auth.api_key SET name = 'mine'") }
            #expect(changed == 2)
            for table: SQL in ["SELECT digest FROM auth.digest", "SELECT slug FROM accounts.slug", "SELECT wrapped FROM accounts.data_key"] {
                await #expect(throws: DatabaseError.self) {
                    try await node.database.read(as: acme.tenant) { tx in try tx.run(table) }
                }
            }
        }
    }

    @Test func `a list is cut into pages that hold every key once, the newest first`() async throws {
        try await Node.with { node in
            let acme = try await node.makeTenant("acme")
            var issued: [KeyID] = []
            for number in 1...5 {
                issued.append(try await node.auth.issue(NewKey(name: "Key \(number)", environment: .test), for: acme.tenant).facts.id)
            }
            var seen: [KeyFacts] = []
            var cursor: KeyID?
            repeat {
                let page = try await node.auth.list(of: acme.tenant, after: cursor, limit: 3)
                #expect(page.keys.count <= 3)
                seen += page.keys
                cursor = page.next
            } while cursor != nil
            #expect(seen.count == 7)
            #expect(Array(seen.map(\.id).prefix(5)) == issued.reversed())
            #expect(seen.first?.name == "Key 5")
            #expect(seen.last?.name == "Live")
        }
    }

    @Test func `what is known of a key is what was asked for, and its beginning`() async throws {
        try await Node.with { node in
            let acme = try await node.makeTenant("acme")
            let issued = try await node.auth.issue(
                NewKey(name: "Büro", environment: .test, scopes: [.send, .read], expires: node.clock.now + .seconds(60)), for: acme.tenant)
            let facts = try await node.auth.key(issued.facts.id, of: acme.tenant)
            #expect(facts == issued.facts)
            #expect(issued.text.reveal.hasPrefix(facts.prefix) && facts.prefix.utf8.count == APIKey.prefixLength)
        }
    }

    @Test func `a key that breaks rules is refused with all of them`() async throws {
        try await Node.with { node in
            let acme = try await node.makeTenant("acme")
            let wrong = NewKey(name: "", environment: .live, scopes: [], expires: node.clock.now)
            let problem = await #expect(throws: Problem.self) { try await node.auth.issue(wrong, for: acme.tenant) }
            guard case .invalid(let violations) = problem else { return #expect(Bool(false), "\(String(describing: problem))") }
            #expect(violations.map(\.pointer) == ["/name", "/scopes", "/expires_at"])
        }
    }

    @Test func `twenty keys asked for at once are as many as the plan has room for`() async throws {
        try await Node.with { node in
            let acme = try await node.makeTenant("acme", plan: "free")
            let refusals = await withTaskGroup(of: Problem?.self) { group in
                for number in 1...20 {
                    group.addTask {
                        do {
                            _ = try await node.auth.issue(NewKey(name: "Key \(number)", environment: .live), for: acme.tenant)
                            return nil
                        } catch {
                            return error as? Problem ?? .unknownOutcome
                        }
                    }
                }
                return await group.reduce(into: [Problem]()) { refusals, refusal in
                    if let refusal { refusals.append(refusal) }
                }
            }
            #expect(refusals == Array(repeating: .limitReached(.key, limit: 10), count: 12))
            #expect(try await node.auth.list(of: acme.tenant, limit: 100).keys.count == 10)
        }
    }
}
