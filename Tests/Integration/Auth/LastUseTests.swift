import Accounts
import Auth
import Contracts
import Core
import Database
import Dispatch
import TestSupport
import Testing

@Suite struct LastUseTests {
    @Test func `when keys were used is written for all of them at once, to the minute, and not before its time`() async throws {
        try await Node.with { node in
            let acme = try await node.makeTenant("acme")
            let unused = try await node.auth.issue(NewKey(name: "Unused", environment: .live), for: acme.tenant).facts.id
            let other = try await node.makeTenant("other")
            let used = [acme.apiKey, acme.testKey, other.apiKey].map(\.reveal)
            node.clock.advance(by: .seconds(1))
            await node.clock.sleepers(4)
            for key in used + used { _ = try await node.auth.admit(key) }
            let minute = Instant(seconds: node.clock.now.seconds / 60 * 60)
            node.clock.advance(by: Auth.lastUsesInterval - .seconds(2))
            await node.clock.sleepers(4)
            #expect(try await written(node) == 0)

            node.clock.advance(by: .seconds(1))
            try await eventually("it is written") { try await written(node) == 3 }
            // One transaction, and no row of it twice.
            #expect(
                try await node.test.count("SELECT count(DISTINCT xmin::text) FROM auth.api_key WHERE last_used_at IS NOT NULL") == 1)
            for key in try await node.auth.list(of: acme.tenant, limit: 10).keys {
                #expect(key.lastUsed == (key.id == unused ? nil : minute), "\(key.name)")
            }
        }
    }

    @Test func `a key that is still remembered when it is used again is written again`() async throws {
        try await Node.with { node in
            let acme = try await node.makeTenant("acme")
            await node.clock.sleepers(4)
            for step in [Auth.lastUsesInterval, .seconds(1)] {
                node.clock.advance(by: step)
                await node.clock.sleepers(4)
            }
            let id = try #require(try await node.auth.admit(acme.apiKey.reveal).key)
            node.clock.advance(by: Auth.lastUsesInterval - .seconds(1))
            await node.clock.sleepers(4)
            let first = try #require(try await node.auth.key(id, of: acme.tenant).lastUsed)
            // Another minute has begun.
            _ = try await node.auth.admit(acme.apiKey.reveal)
            node.clock.advance(by: Auth.lastUsesInterval)
            await node.clock.sleepers(4)
            #expect(try await node.auth.key(id, of: acme.tenant).lastUsed == first + .seconds(60))
        }
    }

    @Test func `what was not written yet is written when the node stops`() async throws {
        try await Node.with { node in
            try await node.withAnother { other in
                _ = try await other.auth.admit(try await node.makeTenant("acme").apiKey.reveal)
                #expect(try await written(node) == 0)
            }
            #expect(try await written(node) == 1)
        }
    }

    @Test func `what could not be written is written later`() async throws {
        try await Node.with { node in
            let key = try await node.makeTenant("acme").apiKey.reveal
            try await node.test.script("REVOKE UPDATE ON auth.api_key FROM app_system")
            _ = try await node.auth.admit(key)
            await node.clock.sleepers(4)
            node.clock.advance(by: Auth.lastUsesInterval)
            try await eventually("it was tried") { node.log.messages.contains("worker failed") }
            try await node.test.script("GRANT UPDATE ON auth.api_key TO app_system")
            try await node.writeUses { try await written(node) == 1 }
        }
    }

    @Test func `a key that somebody else changes just now holds nothing up`() async throws {
        try await Node.with { node in
            let acme = try await node.makeTenant("acme")
            try await node.withAnother { other in
                for key in [acme.apiKey, acme.testKey] { _ = try await other.auth.admit(key.reveal) }
                let (isHeld, done) = (AsyncStream.makeStream(of: Void.self), DispatchSemaphore(value: 0))
                let change = Task {
                    try await node.database.system { tx in
                        try tx.run("UPDATE auth.api_key SET name = 'Busy' WHERE name = 'Live'")
                        isHeld.continuation.yield()
                        done.wait()
                    }
                }
                for await _ in isHeld.stream { break }
                await other.auth.stop()
                done.signal()
                try await change.value
                let written = try await node.auth.list(of: acme.tenant, limit: 10).keys.filter { $0.lastUsed != nil }
                #expect(written.map(\.name) == ["Test"])
            }
        }
    }

    private func written(_ node: Node) async throws -> Int {
        try await node.test.count("SELECT count(*) FROM auth.api_key WHERE last_used_at IS NOT NULL")
    }
}

extension Node {
    /// Moves the clock until what was noted is written; returns when that can be seen.
    fileprivate func writeUses(_ isSeen: () async throws -> Bool) async throws {
        try await eventually("it is written") {
            await clock.sleepers(4)
            clock.advance(by: Auth.lastUsesInterval)
            return try await isSeen()
        }
    }
}
