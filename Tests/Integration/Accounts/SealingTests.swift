import Accounts
import Contracts
import Core
import Crypto
import Database
import TestSupport
import Testing

@Suite struct SealingTests {
    private let secret = Array("whsec_do not tell".utf8)

    @Test func `a sealed secret opens under its tenant and context`() async throws {
        try await Node.with { node in
            let acme = try await node.makeTenant("acme").tenant
            let sealed = try await node.sealing.seal(secret, for: acme, context: "webhooks.endpoint:secret:1")
            #expect(try await node.sealing.open(sealed, for: acme, context: "webhooks.endpoint:secret:1") == secret)
            #expect(try await node.sealing.seal(secret, for: acme, context: "webhooks.endpoint:secret:1") != sealed, "sealed alike twice")
        }
    }

    @Test func `it opens under no other tenant, in no other context, and not when a byte was changed`() async throws {
        try await Node.with { node in
            let (acme, other) = (try await node.makeTenant("acme").tenant, try await node.makeTenant("other").tenant)
            let sealed = try await node.sealing.seal(secret, for: acme, context: "a:1")
            await #expect(throws: DataKeys.Failure.broken) { try await node.sealing.open(sealed, for: other, context: "a:1") }
            await #expect(throws: DataKeys.Failure.broken) { try await node.sealing.open(sealed, for: acme, context: "a:2") }
            await #expect(throws: DataKeys.Failure.broken) { try await node.sealing.open(sealed, for: acme, context: "") }
            await #expect(throws: DataKeys.Failure.broken) { try await node.sealing.open([], for: acme, context: "a:1") }
            for position in sealed.indices {
                var changed = sealed
                changed[position] ^= 1
                await #expect(throws: DataKeys.Failure.broken, "byte \(position)") {
                    try await node.sealing.open(changed, for: acme, context: "a:1")
                }
            }
        }
    }

    @Test func `another process with the same master key opens it, one with another does not`() async throws {
        try await Node.with { node in
            let acme = try await node.makeTenant("acme").tenant
            let sealed = try await node.sealing.seal(secret, for: acme, context: "a:1")
            let again = DataKeys(database: node.database, masterKey: node.masterKey, runtime: node.runtime)
            #expect(try await again.open(sealed, for: acme, context: "a:1") == secret)
            let stranger = DataKeys(database: node.database, masterKey: SymmetricKey(chance: SystemChance()), runtime: node.runtime)
            await #expect(throws: DataKeys.Failure.otherMasterKey) { try await stranger.open(sealed, for: acme, context: "a:1") }
        }
    }

    @Test func `without the tenant's data key nothing opens again`() async throws {
        try await Node.with { node in
            let acme = try await node.makeTenant("acme").tenant
            let sealed = try await node.sealing.seal(secret, for: acme, context: "a:1")
            _ = try await node.database.system { tx in try tx.run("DELETE FROM accounts.data_key WHERE tenant_id = \(acme)") }
            node.clock.advance(by: DataKeys.cacheLifetime)
            await #expect(throws: DataKeys.Failure.noKey) { try await node.sealing.open(sealed, for: acme, context: "a:1") }
            await #expect(throws: DataKeys.Failure.noKey) { try await node.sealing.seal(secret, for: acme, context: "a:1") }
        }
    }
}
