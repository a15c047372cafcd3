import Contracts
import Core
import Database
import TestSupport
import Testing

@testable import Messaging

/// How long messages are held for a connection.
@Suite struct ExpiryTests {
    @Test func `what waits a day without a connection is overdue, and what waits behind one is not`() async throws {
        try await Wire.with { wire in
            try await wire.queue("waits", to: "254700000011", ago: 25 * 3600)
            try await wire.queue("young", to: "254700000012")
            let database = wire.harness.database
            func overdue() async throws -> [String] {
                let since = database.runtime.clock.now - Messaging.holdLimit
                return try await database.database.system { tx in try QueueStore.overdue(since: since, limit: 9, in: tx).values.flatMap(\.self) }
            }
            let line = """
                INSERT INTO messaging.line (tenant_id, instance_id, linked_at, connected_at, day)
                VALUES ('\(wire.instance.tenant)', '\(wire.instance.id)', now(), now(), '2026-01-01')
                """
            try await database.script(line)
            #expect(try await overdue() == [])
            try await database.script("UPDATE messaging.line SET connected_at = now() - interval '25 hours'")
            #expect(try await overdue() == ["W-waits"])
            // Whoever connects meanwhile sends it all the same.
            await wire.connect()
            try await wire.expectEventually(["waits", "young"])
            #expect(try await overdue() == [])
        }
    }
}
