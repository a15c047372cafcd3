import Core
import Database
import TestSupport
import Testing

/// A tenant with a linked instance on the suite's Herald, and a customer's server.
struct Stage: Sendable {
    let harness: Harness
    let tenant: TestTenant
    let instance: String
    let receiver: WebhookReceiver

    static func with(plan: String = "pro", _ body: (Stage) async throws -> Void) async throws {
        let harness = try #require(Harness.shared)
        try await WebhookReceiver.with { receiver in
            let tenant = try await harness.someTenant(plan: plan)
            let stage = Stage(harness: harness, tenant: tenant, instance: try await tenant.linkedInstance(), receiver: receiver)
            // That the instance has connected is news too, of before anybody listens.
            try await stage.settled()
            try await body(stage)
        }
    }

    /// What was posted, verifications apart.
    var events: [WebhookReceiver.Received] { receiver.received.filter { $0.json["type"] != "webhook_verification" } }

    /// Somebody writes to the instance.
    func receive(_ text: String, from number: String = "254712345678") async throws {
        try await tenant.receive(text, from: number, at: instance)
    }

    /// How many of the tenant's deliveries the condition holds for.
    func deliveries(where condition: String) async throws -> Int {
        try await harness.database.count(
            SQL(stringLiteral: "SELECT count(*) FROM webhooks.delivery WHERE tenant_id = '\(tenant.id)' AND (\(condition))"))
    }

    /// Returns once nothing of the tenant's is on its way to be posted.
    func settled() async throws {
        try await eventually("every event is posted") {
            try await harness.database.count(
                """
                SELECT (SELECT count(*) FROM events.delivery WHERE tenant_id = \(tenant.id))
                     + (SELECT count(*) FROM webhooks.delivery WHERE tenant_id = \(tenant.id) AND status = 'pending')
                """) == 0
        }
    }

    /// Moves the time of the next attempt here, once the last one is remembered.
    func hurry(after tries: Int) async throws {
        try await eventually("attempt \(tries) is remembered") {
            try await deliveries(where: "tries = \(tries) AND lease_until IS NULL AND jsonb_array_length(attempts) = \(tries)") > 0
        }
        try await harness.database.script(
            "UPDATE webhooks.delivery SET due_at = created_at WHERE tenant_id = '\(tenant.id)' AND status = 'pending' AND tries = \(tries)")
    }

    /// The endpoint as the API shows it.
    func shown(_ endpoint: String) async throws -> JSON? {
        try await tenant.call("GET", "/v1/webhook-endpoints").json["data"]?.array?.first { $0["id"]?.string == endpoint }
    }
}
