import Core
import Database
import TestSupport
import Testing

/// Every route of every dialect that may change something is asked twice with one key: it has one effect and one answer. The routes are those
/// of the documents, so that a new one is not forgotten: it fails here until there is a request for it.
@Suite(.serialized, .herald) struct EveryRouteTests {
    static let documents = ["native", "flaresend-v1", "flaresend-v2", "sessions", "msgflash", "flowiq", "admin"]

    /// One route, and a request that it answers with success.
    struct Case: Sendable, CustomTestStringConvertible {
        let document: String
        let operation: String
        let prepare: @Sendable (World) async throws -> World.Request

        init(_ document: String, _ operation: String, _ prepare: @escaping @Sendable (World, String) async throws -> World.Request) {
            (self.document, self.operation) = (document, operation)
            self.prepare = { world in try await prepare(world, operation) }
        }

        var testDescription: String { "\(document): \(operation)" }
    }

    private let herald: Harness

    init() throws { herald = try #require(Harness.shared) }

    @Test(arguments: documents) func `each documented route that takes a key is asked below, and no other`(_ document: String) async throws {
        let api = try await herald.client.call("GET", "/openapi/\(document).json").json
        var taking: Set<String> = []
        for path in api["paths"]?.object ?? [] {
            for operation in path.value.object ?? [] {
                let method = operation.name.uppercased()
                let parameters = operation.value["parameters"]?.array ?? []
                let takesKey = parameters.contains { $0["$ref"] == "#/components/parameters/IdempotencyKey" }
                let mayChange = ["POST", "PUT", "PATCH", "DELETE"].contains(method) && operation.value["security"]?.array?.isEmpty == false
                #expect(takesKey == mayChange, "\(method) \(path.name)")
                if takesKey { taking.insert("\(method) \(path.name)") }
            }
        }
        let asked = Set(Self.cases.filter { $0.document == document }.map(\.operation))
        #expect(taking.subtracting(asked).sorted() == [], "have no request here")
        #expect(asked.subtracting(taking).sorted() == [], "are no routes any more")
    }

    // One after the other: at once they would wait for each other's connections longer than a connection may be waited for.
    @Test(.serialized, arguments: cases) func `asked twice with one key it has one effect and one answer`(_ route: Case) async throws {
        try await WebhookReceiver.with { receiver in
            try await FileServer.with { files in
                let tenant = try await herald.someTenant()
                let world = World(herald: herald, tenant: tenant, receiver: receiver, files: files)
                let request = try await route.prepare(world)
                let key = "once \(tenant.id)"
                let first = try await world.send(request, once: key)
                try #require((200..<300).contains(first.status), "\(first.status) \(first.text)")
                #expect(!first.isReplay)
                // What comes later because of it comes before the second one.
                let rows = try await Self.settled(world, route)
                let second = try await world.send(request, once: key)
                if Self.endsCredentials.contains(route.operation) {
                    #expect(second.status == 401)
                } else {
                    #expect(second.says(first) && second.isReplay, "\(second.status) \(second.text)")
                }
                #expect(try await Self.settled(world, route) == rows)
                try await herald.database.script("DELETE FROM events.delivery WHERE tenant_id = '\(tenant.id)' AND subscriber = 'test.nobody'")
            }
        }
    }

    /// Whoever has asked these is admitted no more.
    private static let endsCredentials: Set<String> = ["POST /v1/sign-out", "DELETE /v1/tenant", "POST /v1/password"]

    private static let tables = [
        "messaging.message", "messaging.schedule", "instances.instance", "auth.api_key", "auth.digest", "auth.session_token", "auth.stream_token",
        "accounts.person", "accounts.invitation", "campaigns.contact", "campaigns.template", "campaigns.campaign", "groups.snapshot",
        "webhooks.endpoint", "media.file", "events.dead", "idempotency.record",
    ]

    /// How much there is of the tenant, once nothing is on its way.
    private static func settled(_ world: World, _ route: Case) async throws -> [String: Int] {
        // An event that is replayed to nobody stays where it is.
        if !route.operation.contains("/events/dead") { try await world.herald.settle() }
        var rows = [
            "verifications": world.receiver.received.count,
            "tenants": try await world.herald.database.count("SELECT count(*) FROM accounts.tenant"),
            "plans": try await world.herald.database.count("SELECT count(*) FROM billing.plan"),
        ]
        for table in tables {
            rows[table] = try await world.herald.database.count(
                SQL(stringLiteral: "SELECT count(*) FROM \(table) WHERE tenant_id = '\(world.tenant.id)'"))
        }
        return rows
    }
}
