import App
import Contracts
import Core
import Database
import TestSupport
import Testing

@testable import Messaging

/// Messages that are taken back, and failed ones that are sent again; and how both are told.
@Suite(.herald) struct TakeBackTests {
    private func tenant() async throws -> (harness: Harness, tenant: TestTenant) {
        let harness = try #require(Harness.shared)
        let tenant = try await harness.someTenant()
        return (harness, tenant)
    }

    private func used(_ tenant: TestTenant, in harness: Harness) async throws -> Int {
        try await harness.database.count("SELECT coalesce(sum(messages), 0)::bigint FROM billing.usage_day WHERE tenant_id = \(tenant.id)")
    }

    private func firstID(_ answer: TestAnswer) throws -> String { try #require(answer.json["data"]?.array?.first?["id"]?.string, "\(answer.text)") }

    private func steps(_ id: String, _ tenant: TestTenant) async throws -> [String] {
        let answer = try await tenant.call("GET", "/v1/messages/\(id)/timeline")
        #expect(answer.status == 200)
        return answer.json["data"]?.array?.compactMap { $0["step"]?.string } ?? []
    }

    @Test func `a message that waits is withdrawn and given back, and one that has gone out is not`() async throws {
        let (harness, tenant) = try await tenant()
        let instance = try await tenant.linkedInstance()
        let sent = try firstID(try await tenant.send("gone", to: "254712345678"))
        try await eventually("it is read") { try await tenant.call("GET", "/v1/messages/\(sent)").json["status"] == "read" }
        let refused = try await tenant.call("DELETE", "/v1/messages/\(sent)")
        #expect(refused.status == 409)
        #expect(refused.json["code"] == "not_withdrawable")

        // Nothing leaves an instance that is not connected.
        try await harness.disconnect(instance, of: tenant)
        let waiting = try firstID(try await tenant.send("waits", to: "254712345678"))
        #expect(try await used(tenant, in: harness) == 2)
        #expect(try await steps(waiting, tenant) == ["accepted", "queued", "waiting"])
        let withdrawn = try await tenant.call("DELETE", "/v1/messages/\(waiting)")
        #expect(withdrawn.status == 200)
        #expect(withdrawn.json["status"] == "withdrawn")
        #expect(try await used(tenant, in: harness) == 1)
        #expect(try await tenant.call("DELETE", "/v1/messages/\(waiting)").status == 409)
        // It may have been claimed and given back while the line was being closed.
        let told = try await steps(waiting, tenant)
        #expect(told.starts(with: ["accepted", "queued"]) && told.last == "withdrawn" && !told.contains("sent"), "\(told)")
        #expect(try await used(tenant, in: harness) == 1)
        #expect(try await tenant.call("DELETE", "/v1/messages/0199a000-0000-7000-8000-000000000001").status == 404)
    }

    @Test func `a failed message is sent again under the same ids, counted again, and its way tells of both`() async throws {
        let (harness, tenant) = try await tenant()
        _ = try await tenant.linkedInstance()
        let answer = try await tenant.send("refused", to: "254712340001")
        let id = try firstID(answer)
        let whatsApp = answer.json["data"]?.array?.first?["whatsapp_id"]
        try await eventually("it has failed") { try await tenant.call("GET", "/v1/messages/\(id)").json["status"] == "failed" }
        #expect(try await steps(id, tenant) == ["accepted", "queued", "handed_over", "failed"])
        let resent = try await tenant.call("POST", "/v1/messages/\(id)/resend")
        #expect(resent.status == 202, "\(resent.text)")
        #expect(resent.json["whatsapp_id"] == whatsApp)
        #expect(resent.json["error"] == .null || resent.json["status"] == "failed")
        try await eventually("it has failed again") {
            try await harness.database.count(
                "SELECT count(*) FROM messaging.message WHERE tenant_id = \(tenant.id) AND state = 'failed' AND ended_at > due_at") == 1
        }
        #expect(try await used(tenant, in: harness) == 2)
        let steps = try await steps(id, tenant)
        #expect(steps.filter { $0 == "failed" }.count == 2)
        #expect(steps.contains("resent"))
        #expect(steps.last == "failed")
        let sent = try firstID(try await tenant.send("fine", to: "254712345678"))
        try await eventually("it is read") { try await tenant.call("GET", "/v1/messages/\(sent)").json["status"] == "read" }
        #expect(try await tenant.call("POST", "/v1/messages/\(sent)/resend").json["code"] == "not_resendable")
    }

    @Test func `a message whose campaign holds it is not sent until it is let go, and one that is taken back is given back`() async throws {
        let (harness, tenant) = try await tenant()
        let instance = try #require(InstanceID(try await tenant.linkedInstance()))
        let (messaging, database) = (harness.deployment.messaging, harness.deployment.database)
        let (reference, campaign) = (InstanceReference(tenant: tenant.id, id: instance), harness.database.runtime.ids.next() as CampaignID)
        let people = (0..<10).compactMap { PhoneNumber("25471234567\($0)") }
        try await database.write(as: tenant.id) { tx in
            try messaging.submit(
                people.map { BulkMessage(recipient: .number($0), content: .text("dear \($0)")) }, for: campaign, from: reference, sender: nil, in: tx)
            try messaging.hold(true, campaign, of: tenant.id, in: tx)
        }
        messaging.ring(reference)
        let tally = { () async throws -> CampaignTally? in
            try await database.read(as: tenant.id) { tx in try messaging.tallies(of: [campaign], of: tenant.id, in: tx)[campaign] }
        }
        #expect(try await tally()?.queued == 10)
        #expect(try await harness.database.count("SELECT count(*) FROM messaging.message WHERE tenant_id = \(tenant.id) AND state = 'held'") == 10)
        #expect(try await used(tenant, in: harness) == 10)
        let withdrawn = try await database.write(as: tenant.id) { tx in
            try messaging.withdraw(campaign, limit: 4, of: tenant.id, in: tx)
        }
        #expect(withdrawn == 4)
        #expect(try await used(tenant, in: harness) == 6)
        try await database.write(as: tenant.id) { tx in try messaging.hold(false, campaign, of: tenant.id, in: tx) }
        messaging.ring(reference)
        try await eventually("the rest has gone out") { try await tally()?.read == 6 }
        #expect(try await tally()?.cancelled == 4)
        let listed = try await tenant.call("GET", "/v1/messages?campaign_id=\(campaign)&status=read&limit=100")
        let texts = Set(listed.json["data"]?.array?.compactMap { $0["text"]?.string } ?? [])
        #expect(texts.count == 6 && texts.allSatisfy { $0.hasPrefix("dear +2547") })
        #expect(listed.json["data"]?.array?.allSatisfy { $0["lane"] == "bulk" } == true)
    }

    @Test func `a campaign that does not fit the day is refused whole`() async throws {
        let harness = try #require(Harness.shared)
        let tenant = try await harness.someTenant(plan: "free")
        let instance = InstanceReference(tenant: tenant.id, id: try #require(InstanceID(try await tenant.linkedInstance())))
        let messaging = harness.deployment.messaging
        let people = (0..<101).compactMap { PhoneNumber("2547\(1_000_000 + $0)") }
        await #expect(throws: Problem.self) {
            try await harness.deployment.database.write(as: tenant.id) { tx in
                try messaging.submit(
                    people.map { BulkMessage(recipient: .number($0), content: .text("x")) }, for: CampaignID(high: 1, low: 1), from: instance,
                    sender: nil, in: tx)
            }
        }
        #expect(try await harness.database.count("SELECT count(*) FROM messaging.message WHERE tenant_id = \(tenant.id)") == 0)
        #expect(try await used(tenant, in: harness) == 0)
    }
}
