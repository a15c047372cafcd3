import App
import Billing
import Contracts
import Core
import Database
import TestSupport
import Testing

/// The ledger held against the messages of a whole Herald.
@Suite struct VerificationTests {
    /// A tenant that has done everything that counts, or gives back.
    private func busyTenant(in harness: Harness) async throws -> TestTenant {
        let tenant = try await harness.tenant()
        let instance = try await tenant.linkedInstance()
        _ = try await tenant.send("fine", to: "254712345678")
        let answer = try await tenant.call(
            "POST", "/v1/messages", ["to": ["+254712345671", "+254712345672", "+254712340000"], "type": "text", "text": "three"])
        #expect(answer.status == 202, "\(answer.text)")
        let refused = try #require(try await tenant.send("refused", to: "254712340001").json["data"]?.array?.first?["id"]?.string)
        try await eventually("it has failed") { try await tenant.call("GET", "/v1/messages/\(refused)").json["status"] == "failed" }
        #expect(try await tenant.call("POST", "/v1/messages/\(refused)/resend").status == 202)
        try await tenant.makeCampaign()
        // One whose time comes, one that is taken back before, and one for nobody on WhatsApp.
        let soon = (SystemClock().now + .seconds(8)).description
        for number in ["254712345673", "254712340000"] {
            let answer = try await tenant.call(
                "POST", "/v1/messages", ["to": .string("+\(number)"), "type": "text", "text": "x", "send_at": .string(soon)])
            #expect(answer.status == 202, "\(answer.text)")
        }
        let late = (SystemClock().now + .seconds(3600)).description
        let scheduled = try await tenant.call("POST", "/v1/messages", ["to": "+254712345674", "type": "text", "text": "x", "send_at": .string(late)])
        let id = try #require(scheduled.json["data"]?.array?.first?["id"]?.string)
        #expect(try await tenant.call("DELETE", "/v1/messages/\(id)").status == 200)
        try await eventually("the scheduled ones have gone out") {
            try await harness.database.count("SELECT count(*) FROM messaging.message WHERE state = 'scheduled'") == 0
        }
        try await harness.settle()
        // Nothing leaves an instance that is not connected.
        try await harness.disconnect(instance, of: tenant)
        let waiting = try #require(try await tenant.send("waits", to: "254712345678").json["data"]?.array?.first?["id"]?.string)
        #expect(try await tenant.call("DELETE", "/v1/messages/\(waiting)").status == 200)
        return tenant
    }

    private func faults(_ harness: Harness) async throws -> [String] {
        try await harness.deployment.billing.verifyLedger(against: harness.deployment.messaging).map(\.description)
    }

    @Test func `the ledger fits whatever a tenant has done, and whatever does not fit is found`() async throws {
        try await Harness.with { harness in
            let tenant = try await busyTenant(in: harness)
            #expect(try await faults(harness) == [])
            let kinds = try await Administration.rows("SELECT DISTINCT kind FROM billing.ledger ORDER BY 1", on: harness.database.owner) { row in
                try row.next(String.self)
            }
            #expect(kinds == ["accepted", "bulk", "resent", "returned", "scheduled"])
            #expect(try await harness.database.count("SELECT count(*) FROM billing.ledger WHERE kind = 'returned'") == 3)

            for (tampering, words) in [
                (
                    "UPDATE billing.ledger SET messages = messages + 1 WHERE kind = 'accepted' AND messages = 3",
                    ["counts", "accepted: the entries count"]
                ),
                ("DELETE FROM billing.ledger WHERE kind = 'scheduled'", ["its entries", "scheduled: the entries count"]),
                ("DELETE FROM billing.ledger WHERE kind = 'returned'", ["its entries", "returned: the entries count"]),
                ("UPDATE billing.usage_day SET messages = messages - 1", ["the day counts"]),
                ("DELETE FROM messaging.message WHERE send_at IS NULL AND state = 'read'", ["accepted: the entries count"]),
            ] {
                let saved = try await harness.database.copy()
                try await harness.database.script(tampering)
                let found = try await faults(harness)
                for word in words { #expect(found.contains { $0.contains(word) && $0.contains("\(tenant.id)") }, "\(tampering): \(found)") }
                try await harness.database.restore(saved)
                #expect(try await faults(harness) == [], "\(tampering)")
            }
        }
    }
}

extension TestDatabase {
    private static let kept = ["billing.ledger", "billing.usage_day", "messaging.message"]

    /// Keeps what the tests of the verification tamper with.
    fileprivate func copy() async throws -> String {
        let suffix = "kept"
        for table in Self.kept {
            let name = table.replacing(".", with: "_")
            try await script("DROP TABLE IF EXISTS \(suffix)_\(name); CREATE TABLE \(suffix)_\(name) AS TABLE \(table)")
        }
        return suffix
    }

    fileprivate func restore(_ suffix: String) async throws {
        for table in Self.kept {
            let name = table.replacing(".", with: "_")
            try await script("DELETE FROM \(table); INSERT INTO \(table) SELECT * FROM \(suffix)_\(name)")
        }
    }
}
