import Core
import Database
import TestSupport
import Testing

/// Where nothing may be posted to. What is refused when an endpoint is saved is in the native exchanges.
@Suite struct PolicyTests {
    static let settings: [(String, String)] = [("HERALD_ALLOW_PRIVATE_TARGETS", "not_allowed"), ("HERALD_WEBHOOK_ALLOW_HTTP", "not_allowed")]

    @Test(arguments: settings) func `an endpoint that was saved under other settings is not posted to`(setting: String, failure: String) async throws
    {
        try await WebhookReceiver.with { receiver in
            try await Harness.with([setting: "0"]) { harness in
                let tenant = try await harness.tenant()
                let instance = try await tenant.linkedInstance()
                try await harness.database.script(
                    """
                    INSERT INTO webhooks.endpoint (tenant_id, id, url, events, dialect, secret, created_at)
                    VALUES ('\(tenant.id)', '\(harness.database.runtime.ids.next(Tenant.self))', '\(receiver.url)', '{*}', 'native', '\\x00', now())
                    """)
                try await tenant.receive("hello", from: "254712345678", at: instance)
                try await eventually("the attempt is remembered") {
                    try await harness.database.count(
                        "SELECT count(*) FROM webhooks.delivery WHERE attempts->0->>'failure' = \(failure)") == 1
                }
                #expect(receiver.received.isEmpty)
            }
        }
    }

    @Test func `a name that leads to a private address is refused when connecting`() async throws {
        try await Harness.with(["HERALD_ALLOW_PRIVATE_TARGETS": "0"]) { harness in
            let tenant = try await harness.tenant()
            let refused = try await tenant.call("POST", "/v1/webhook-endpoints", ["url": "http://localhost:1/hook"])
            #expect(refused.status == 400)
            #expect(refused.json["code"] == "webhook_verification_failed")
            #expect(refused.json["detail"] == "The endpoint did not verify: address_not_allowed.")
        }
    }
}
