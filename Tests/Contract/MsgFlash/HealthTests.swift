import Core
import Database
import TestSupport
import Testing

/// Contract MF-15 and MF-16: what is counted, and that it is only advice.
@Suite(.serialized, .herald) struct HealthTests {
    @Test(.tags(.MF_15)) func `the figures are those of what was really sent`() async throws {
        let stage = try await Stage()
        let id = try await stage.tenant.linkedInstance()
        // Who wrote first is no new contact.
        try await stage.tenant.receive("hello", from: "254712345671", at: id)
        // Read; read; delivered nowhere; refused; held back; read and answered; not there at all.
        for number in ["254712345671", "254712345678", "254712340002", "254712340001", "254712340004", "254712340006", "254712340000"] {
            #expect(try await stage.tenant.send("hello", to: number).status == 202)
        }
        try await settled(stage, inbound: 2)
        let health = try await stage.health(of: id)
        #expect(health.names == ["safetyState", "safetyScore", "warmupPolicy", "usageWindowSummary", "recommendations"])
        let usage = try #require(health["usageWindowSummary"])
        let expected: JSON = [
            "sent": 4, "delivered": 3, "read": 3, "failed": 3, "contacted": 4, "replied": 1, "newContacts": 3, "replyRate": .number(0.25),
            "failureRate": .number(0.4286), "restrictions": ["reachOutLocks": 1, "refusals": 1], "isComplete": true,
        ]
        #expect(usage["last24Hours"] == expected)
        #expect(usage["last7Days"] == expected)
        #expect(usage["countedSince"] == .null)
        // A reach-out lock takes 25, a refusal 5; seven outcomes are no sample.
        #expect(health["safetyScore"] == 70)
        #expect(health["safetyState"] == "restricted")
        let sentences = health["recommendations"]?.array?.compactMap(\.string) ?? []
        #expect(sentences.count == 3)
        #expect(sentences.first?.hasPrefix("WhatsApp held back 1 message to new contacts") == true)
    }

    @Test(.tags(.MF_15)) func `an instance's figures are its own`() async throws {
        let stage = try await Stage()
        let busy = try await stage.tenant.linkedInstance("254700000001")
        let idle = try await stage.tenant.linkedInstance("254700000002")
        #expect(try await stage.tenant.send("hello", to: "254712345678").status == 202)
        try await settled(stage, inbound: 0)
        #expect(try await stage.health(of: busy)["usageWindowSummary"]?["last24Hours"]?["sent"] == 1)
        #expect(try await stage.health(of: idle)["usageWindowSummary"]?["last24Hours"]?["sent"] == 0)
    }

    @Test(.tags(.MF_15)) func `what was counted is told again for a while`() async throws {
        let stage = try await Stage()
        let id = try await stage.tenant.linkedInstance()
        let first = try await stage.health(of: id)["usageWindowSummary"]
        #expect(try await stage.tenant.send("hello", to: "254712345678").status == 202)
        try await settled(stage, inbound: 0)
        #expect(try await stage.health(of: id)["usageWindowSummary"] == first)
    }

    @Test(.tags(.MF_15)) func `an instance ages from one stage to the next`() async throws {
        let stage = try await Stage()
        let id = try await stage.tenant.linkedInstance()
        for (days, stageName, state) in [(5, "early", "warming"), (100, "established", "healthy")] {
            try await stage.harness.database.script(
                "UPDATE instances.instance SET created_at = now() - interval '\(days) days' WHERE id = '\(id)'")
            let health = try await stage.health(of: id)
            #expect(health["warmupPolicy"]?["stage"]?.string == stageName)
            #expect(health["warmupPolicy"]?["ageDays"]?.integer == Int64(days))
            #expect(health["safetyState"]?.string == state)
        }
    }

    @Test(.tags(.MF_16)) func `an instance that fares badly sends all the same`() async throws {
        let stage = try await Stage()
        let id = try await stage.tenant.linkedInstance()
        for number in ["254712340004", "254712350004", "254712360004", "254712370004"] {
            #expect(try await stage.tenant.send("hello", to: number).status == 202)
        }
        try await settled(stage, inbound: 0)
        let health = try await stage.health(of: id)
        #expect(health["safetyState"] == "restricted")
        #expect(health["safetyScore"] == 25)
        let sent = try await stage.tenant.send("hello", to: "254712345678")
        #expect(sent.status == 202)
        let message = try #require(sent.json["data"]?.array?.first?["id"]?.string)
        try await eventually("it is read") { try await stage.tenant.call("GET", "/v1/messages/\(message)").json["status"] == "read" }
    }

    /// Returns once every message of the tenant has come as far as it will, and so many have come in.
    private func settled(_ stage: Stage, inbound: Int) async throws {
        try await eventually("everything has its outcome") {
            let open = try await stage.harness.database.count(
                """
                SELECT count(*) FROM messaging.message WHERE tenant_id = \(stage.tenant.id) AND direction = 'out'
                AND state NOT IN ('read', 'failed') AND NOT (state = 'sent' AND chat LIKE '%0002@%')
                """)
            let came = try await stage.harness.database.count(
                "SELECT count(*) FROM messaging.message WHERE tenant_id = \(stage.tenant.id) AND direction = 'in'")
            return open == 0 && came == inbound
        }
    }
}
