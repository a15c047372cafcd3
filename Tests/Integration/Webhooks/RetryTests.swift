import Core
import Database
import TestSupport
import Testing

/// What happens to an event that was not taken.
@Suite(.serialized, .herald) struct RetryTests {
    @Test(arguments: [500, 302, 404, 429]) func `what is not acknowledged comes again with the same id and body`(status: Int) async throws {
        try await Stage.with { stage in
            let endpoint = try await stage.tenant.endpoint(stage.receiver.url)
            stage.receiver.answer([status])
            try await stage.receive("hello")
            try await stage.hurry(after: 1)
            try await stage.settled()
            let events = stage.events
            try #require(events.count == 2)
            #expect(events[0].id == events[1].id)
            #expect(events[0].body == events[1].body)
            #expect(events.allSatisfy { $0.isSigned(with: endpoint.secret) })
            #expect(try await stage.deliveries(where: "status = 'delivered' AND tries = 2 AND attempts->0->>'status_code' = '\(status)'") == 1)
        }
    }

    @Test func `an attempt that failed is due again after five seconds`() async throws {
        try await Stage.with { stage in
            _ = try await stage.tenant.endpoint(stage.receiver.url)
            stage.receiver.answer([500])
            try await stage.receive("hello")
            try await eventually("the attempt is remembered") { try await stage.deliveries(where: "jsonb_array_length(attempts) = 1") == 1 }
            let pause = "due_at - (attempts->0->>'at')::timestamptz"
            #expect(try await stage.deliveries(where: "\(pause) BETWEEN interval '5 s' AND interval '7 s'") == 1)
        }
    }

    @Test func `nobody listening is remembered as such`() async throws {
        try await Stage.with { stage in
            let endpoint = try await stage.tenant.endpoint(stage.receiver.url)
            try await stage.harness.database.script("UPDATE webhooks.endpoint SET url = 'http://127.0.0.1:1/' WHERE id = '\(endpoint.id)'")
            try await stage.receive("hello")
            try await eventually("the attempt is remembered") {
                try await stage.deliveries(where: "attempts->0->>'failure' = 'connection_refused' AND attempts->0->'status_code' = 'null'") == 1
            }
        }
    }

    @Test func `after the eighth failure it is given up`() async throws {
        try await Stage.with { stage in
            _ = try await stage.tenant.endpoint(stage.receiver.url)
            stage.receiver.answer([Int](repeating: 500, count: 9))
            try await stage.receive("hello")
            for tries in 1...7 { try await stage.hurry(after: tries) }
            try await stage.settled()
            #expect(stage.events.count == 8)
            #expect(try await stage.deliveries(where: "status = 'exhausted' AND tries = 8 AND jsonb_array_length(attempts) = 8") == 1)
        }
    }

    @Test func `410 pauses the endpoint and keeps what happens meanwhile`() async throws {
        try await Stage.with { stage in
            let endpoint = try await stage.tenant.endpoint(stage.receiver.url)
            stage.receiver.answer([410])
            try await stage.receive("one")
            try await eventually("it is paused") { try await stage.shown(endpoint.id)?["status"] == "paused" }
            #expect(try await stage.shown(endpoint.id)?["paused_reason"] == "gone")
            try await stage.receive("two")
            try await eventually("both are kept") { try await stage.deliveries(where: "status = 'pending'") == 2 }
            #expect(stage.events.count == 1)

            try await stage.harness.database.script(
                "UPDATE webhooks.endpoint SET status = 'enabled', paused_reason = NULL WHERE id = '\(endpoint.id)'")
            try await stage.settled()
            #expect(stage.events.map { $0.json["data"]?["text"] } == ["one", "one", "two"])
        }
    }

    @Test func `after five days of failures alone the endpoint is paused`() async throws {
        try await Stage.with { stage in
            let endpoint = try await stage.tenant.endpoint(stage.receiver.url)
            stage.receiver.answer([500, 500])
            try await stage.receive("one")
            try await eventually("it fails") { try await stage.deliveries(where: "jsonb_array_length(attempts) = 1") == 1 }
            #expect(try await stage.shown(endpoint.id)?["status"] == "enabled")
            try await stage.harness.database.script(
                "UPDATE webhooks.endpoint SET failing_since = failing_since - interval '5 days 1 s' WHERE id = '\(endpoint.id)'")
            try await stage.hurry(after: 1)
            try await eventually("it is paused") { try await stage.shown(endpoint.id)?["paused_reason"] == "failing" }
        }
    }

    @Test func `one success ends the days of failure`() async throws {
        try await Stage.with { stage in
            let endpoint = try await stage.tenant.endpoint(stage.receiver.url)
            stage.receiver.answer([500])
            try await stage.receive("one")
            try await stage.hurry(after: 1)
            try await stage.settled()
            let failing = try await stage.harness.database.count(
                "SELECT count(*) FROM webhooks.endpoint WHERE tenant_id = \(stage.tenant.id) AND failing_since IS NOT NULL")
            #expect(failing == 0)
            #expect(try await stage.shown(endpoint.id)?["status"] == "enabled")
        }
    }
}
