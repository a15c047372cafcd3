import Core
import Database
import TestSupport
import Testing

/// Contract FS2-130 to FS2-140: what is posted in this dialect's words.
@Suite(.serialized, .herald) struct WebhookTests {
    /// A linked instance and an endpoint that speaks FlareSend v2.
    private func listening(
        _ wishes: [JSON.Member] = [], _ body: (Stage, _ instance: String, _ secret: String, WebhookReceiver) async throws -> Void
    ) async throws {
        let stage = try await Stage()
        try await WebhookReceiver.with { receiver in
            let instance = try await stage.tenant.linkedInstance()
            // That it has connected is news too, of before anybody listens.
            try await eventually("the news is told") {
                try await stage.harness.database.count("SELECT count(*) FROM events.delivery WHERE tenant_id = \(stage.tenant.id)") == 0
            }
            let endpoint = try await stage.tenant.endpoint(receiver.url, [JSON.Member("dialect", "flaresend-v2")] + wishes)
            try await body(stage, instance, endpoint.secret, receiver)
        }
    }

    private func received(_ receiver: WebhookReceiver) async throws -> WebhookReceiver.Received {
        try await receiver.first("the message is told") { $0["event"] == "message_received" }
    }

    @Test(.tags(.FS2_130)) func `a URL that does not begin with https is refused when it is saved`() async throws {
        try await Harness.with(["HERALD_WEBHOOK_ALLOW_HTTP": "0"]) { harness in
            let tenant = try await harness.tenant()
            let refused = try await tenant.call("POST", "/v1/webhook-endpoints", ["url": "http://example.com/hook", "dialect": "flaresend-v2"])
            #expect(refused.status == 400)
            #expect(refused.json["errors"]?.array?.first?["detail"] == "must begin with https://")
        }
    }

    @Test(.tags(.FS2_131)) func `saving an endpoint asks it first`() async throws {
        try await listening { _, _, _, receiver in
            let asked = try #require(receiver.received.first)
            #expect(asked.json.names == ["event", "instanceId", "data", "timestamp"])
            #expect(asked.json["event"] == "webhook_verification")
            #expect(asked.json["data"]?["challenge"]?.string?.isEmpty == false)
        }
    }

    @Test(.tags(.FS2_132)) func `a message that came in has the documented envelope`() async throws {
        try await listening { stage, instance, _, receiver in
            try await stage.tenant.receive("niaje", from: "254708920430", at: instance)
            let body = try await received(receiver).json
            #expect(body.names == ["event", "instanceId", "data", "timestamp"])
            #expect(body["instanceId"]?.string == instance)
            let data = try #require(body["data"])
            #expect(data.names == ["from", "message", "timestamp", "id"])
            #expect(data["from"] == "254708920430@s.whatsapp.net")
            #expect(data["id"]?.string?.wholeMatch(of: try Regex("[0-9A-F]+")) != nil)
        }
    }

    @Test(.tags(.FS2_133)) func `plain text is a conversation beside its context`() async throws {
        try await listening { stage, instance, _, receiver in
            try await stage.tenant.receive("niaje", from: "254708920430", at: instance)
            let message = try #require(try await received(receiver).json["data"]?["message"])
            #expect(message["conversation"] == "niaje")
            let context = try #require(message["messageContextInfo"])
            let devices = try #require(context["deviceListMetadata"])
            for name in ["senderKeyHash", "recipientKeyHash"] {
                #expect(devices[name]?.string.flatMap(Base64.standard.decode) != nil, "\(name)")
            }
            for name in ["senderTimestamp", "recipientTimestamp"] {
                #expect(devices[name]?.string.flatMap { Int64($0) } != nil, "\(name)")
            }
            #expect(context["deviceListMetadataVersion"]?.integer != nil)
            #expect(context["messageSecret"]?.string.flatMap(Base64.standard.decode)?.count == 32)
        }
    }

    @Test(.tags(.FS2_134)) func `the envelope has the time it was posted, its data the time it came`() async throws {
        try await listening { stage, instance, _, receiver in
            let before = stage.harness.database.runtime.clock.now
            try await stage.tenant.receive("niaje", from: "254708920430", at: instance)
            let body = try await received(receiver).json
            let posted = try #require(body["timestamp"]?.string)
            #expect(posted.wholeMatch(of: try Regex(#"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"#)) != nil)
            let came = try #require(body["data"]?["timestamp"]?.integer)
            #expect(came >= before.seconds)
            #expect(try #require(Instant(rfc3339: posted)).seconds >= came)
        }
    }

    @Test(.tags(.FS2_135, .FS2_136), arguments: [200, 201, 204]) func `any 2xx acknowledges, whatever the body says`(status: Int) async throws {
        try await listening { stage, instance, _, receiver in
            receiver.answer([status])
            try await stage.tenant.receive("niaje", from: "254708920430", at: instance)
            try await eventually("it is delivered") {
                try await stage.harness.database.count(
                    "SELECT count(*) FROM webhooks.delivery WHERE tenant_id = \(stage.tenant.id) AND status = 'delivered' AND tries = 1") == 1
            }
        }
    }

    @Test(.tags(.FS2_135, .FS2_138)) func `what was not acknowledged comes again, and can be recognised`() async throws {
        try await listening { stage, instance, _, receiver in
            receiver.answer([500])
            try await stage.tenant.receive("niaje", from: "254708920430", at: instance)
            try await eventually("the failure is remembered") {
                try await stage.harness.database.count(
                    "SELECT count(*) FROM webhooks.delivery WHERE tenant_id = \(stage.tenant.id) AND attempts->0->>'status_code' = '500'") == 1
            }
            try await stage.harness.database.script("UPDATE webhooks.delivery SET due_at = created_at WHERE tenant_id = '\(stage.tenant.id)'")
            try await eventually("it comes again") { receiver.received.count { $0.json["event"] == "message_received" } == 2 }
            let both = receiver.received.filter { $0.json["event"] == "message_received" }
            #expect(both[0].json["data"]?["id"] == both[1].json["data"]?["id"])
            #expect(both[0].id == both[1].id)
        }
    }

    @Test(.tags(.FS2_137)) func `a request can be authenticated by its signature`() async throws {
        try await listening { stage, instance, secret, receiver in
            try await stage.tenant.receive("niaje", from: "254708920430", at: instance)
            let posted = try await received(receiver)
            #expect(posted.isSigned(with: secret))
            #expect(!posted.isSigned(with: "whsec_" + Base64.standard.encode([UInt8](repeating: 0, count: 32))))
        }
    }

    @Test(.tags(.FS2_139)) func `an event that is switched off is not sent`() async throws {
        try await listening([JSON.Member("events", ["instance.disconnected", "instance.logged_out"])]) { stage, instance, _, receiver in
            try await stage.tenant.receive("niaje", from: "254708920430", at: instance)
            _ = try await stage.tenant.call("POST", "/v1/sandbox/instances/\(instance)/disconnect", ["reason": "logged_out"])
            let told = try await receiver.first("the loss is told") { $0["event"] == "instance_disconnected" }
            #expect(told.json["data"]?["reason"] == "logged_out")
            #expect(!receiver.received.contains { $0.json["event"] == "message_received" })
        }
    }

    @Test(.tags(.FS2_140)) func `a paused endpoint can be seen, and loses nothing`() async throws {
        try await listening { stage, instance, _, receiver in
            receiver.answer([410])
            try await stage.tenant.receive("one", from: "254708920430", at: instance)
            try await eventually("it is paused") {
                try await stage.tenant.call("GET", "/v1/webhook-endpoints").json["data"]?.array?.first?["status"] == "paused"
            }
            try await stage.tenant.receive("two", from: "254708920430", at: instance)
            try await eventually("both are kept") {
                try await stage.harness.database.count(
                    "SELECT count(*) FROM webhooks.delivery WHERE tenant_id = \(stage.tenant.id) AND status = 'pending'") == 2
            }
        }
    }
}
