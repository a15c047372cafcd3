import Contracts
import Core
import Database
import TestSupport
import Testing

/// What a process that died left under way (promise R10).
@Suite struct CrashesTests {
    @Test func `what a dead process left is suspected, and goes out one at a time until it is answered`() async throws {
        try await Wire.with { wire in
            for number in 1...3 { try await wire.queue("left\(number)", to: "25470000001\(number)", state: "sending", tries: 1) }
            try await wire.queue("innocent", to: "254700000019")
            await wire.connect()
            try await eventually("a suspect and the innocent went out") { wire.texts.count == 2 }
            try await wire.rest()
            #expect(wire.texts.contains("innocent"))
            #expect(try await wire.count("crashes = 1 AND whatsapp_id LIKE 'W-left%'") == 3)
            for number in 3...4 {
                let suspect = try #require(wire.texts.last { $0.hasPrefix("left") })
                try await wire.answer(suspect)
                try await eventually("the next suspect went out") { wire.texts.count == number }
            }
            #expect(Set(wire.texts) == ["left1", "left2", "left3", "innocent"])
            let steps = try await wire.harness.database.count("SELECT count(*) FROM messaging.step WHERE step = 'retried'")
            #expect(steps == 3)
        }
    }

    @Test func `after the third crash it is set aside with an event, and what comes after it goes on`() async throws {
        try await Wire.with { wire in
            try await wire.queue("poison", to: "254700000011", state: "sending", crashes: 2, tries: 3)
            try await wire.queue("after", to: "254700000011")
            await wire.connect()
            try await wire.expectEventually(["after"])
            #expect(try await wire.count("whatsapp_id = 'W-poison' AND state = 'failed' AND error_code = 'quarantined'") == 1)
            #expect(wire.harness.log.text.contains("a message is set aside"))
            let figures = try await wire.harness.client.call("GET", "/metrics", key: Harness.adminKey).text
            #expect(figures.contains("herald_messages_quarantined_total 1"))
        }
    }

    @Test func `a channel that may not repeat fails what was under way`() async throws {
        try await Harness.with { harness in
            let tenant = try await harness.tenant()
            let wire = Wire(harness, of: InstanceReference(tenant: tenant.id, id: InstanceID(high: 7, low: 7)), repeatable: false)
            try await wire.queue("left", to: "254700000011", state: "sending", tries: 1)
            await wire.connect()
            try await eventually("it has failed") { try await wire.count("state = 'failed' AND error_code = 'unacknowledged'") == 1 }
            #expect(wire.texts == [])
        }
    }
}
