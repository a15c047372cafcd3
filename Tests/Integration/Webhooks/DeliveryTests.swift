import App
import Contracts
import Core
import Instances
import TestSupport
import Testing

/// What is posted to an endpoint, and to which.
@Suite(.serialized, .herald) struct DeliveryTests {
    @Test func `an event is posted once, signed with the secret that was shown`() async throws {
        try await Stage.with { stage in
            let endpoint = try await stage.tenant.endpoint(stage.receiver.url)
            try await stage.receive("hello")
            try await stage.settled()
            let event = try #require(stage.events.first)
            #expect(stage.events.count == 1)
            #expect(event.isSigned(with: endpoint.secret))
            #expect(event.json["id"]?.string == event.id)
            #expect(event.json["type"] == "message.received")
            #expect(event.json["data"]?["text"] == "hello")
            let sent = try #require(Int64(event.timestamp))
            #expect(abs(sent - stage.harness.database.runtime.clock.now.seconds) < 30)
        }
    }

    @Test func `the verification is signed too, and a signature is nobody else's`() async throws {
        try await Stage.with { stage in
            let first = try await stage.tenant.endpoint(stage.receiver.url)
            let second = try await stage.tenant.endpoint(stage.receiver.url)
            let verifications = stage.receiver.received
            try #require(verifications.count == 2)
            #expect(verifications[0].isSigned(with: first.secret))
            #expect(verifications[1].isSigned(with: second.secret))
            #expect(!verifications[0].isSigned(with: second.secret))
            #expect(verifications.allSatisfy { $0.json["type"] == "webhook_verification" && $0.json["data"]?["challenge"]?.string != nil })
        }
    }

    @Test func `an endpoint hears only of the kinds it asked for`() async throws {
        try await Stage.with { stage in
            _ = try await stage.tenant.endpoint(stage.receiver.url, [JSON.Member("events", ["message.read", "message.failed"])])
            _ = try await stage.tenant.send("one", to: "254712345678")
            _ = try await stage.tenant.send("two", to: "254712340001")
            try await stage.receive("hello")
            // Inbound events are recorded last; a later one shows that those before it were decided on.
            try await eventually("both are told") { stage.events.count == 2 }
            try await stage.settled()
            #expect(Set(stage.events.compactMap { $0.json["type"]?.string }) == ["message.read", "message.failed"])
        }
    }

    @Test func `an endpoint of one instance hears nothing of another`() async throws {
        try await Stage.with { stage in
            let other = try await stage.tenant.linkedInstance("254700000002")
            _ = try await stage.tenant.endpoint(
                stage.receiver.url, [JSON.Member("instance_id", .string(stage.instance)), JSON.Member("events", ["message.received"])])
            try await stage.tenant.receive("to the other", from: "254712345678", at: other)
            try await stage.receive("to mine")
            try await stage.settled()
            #expect(stage.events.map { $0.json["data"]?["text"] } == ["to mine"])
            #expect(stage.events.map { $0.json["instance_id"]?.string } == [stage.instance])
        }
    }

    @Test func `nobody hears of another tenant`() async throws {
        try await Stage.with { stage in
            try await Stage.with { other in
                _ = try await stage.tenant.endpoint(stage.receiver.url)
                _ = try await other.tenant.endpoint(other.receiver.url)
                try await other.receive("private")
                try await other.settled()
                try await stage.settled()
                #expect(other.events.count == 1)
                #expect(stage.events.isEmpty)
            }
        }
    }

    @Test func `every endpoint is told, under the same id`() async throws {
        try await Stage.with { stage in
            let endpoints = [try await stage.tenant.endpoint(stage.receiver.url), try await stage.tenant.endpoint(stage.receiver.url)]
            try await stage.receive("hello")
            try await stage.settled()
            #expect(stage.events.count == 2)
            #expect(Set(stage.events.map(\.id)).count == 1)
            for endpoint in endpoints {
                #expect(stage.events.count { $0.isSigned(with: endpoint.secret) } == 1)
            }
        }
    }

    @Test func `an endpoint goes with its instance, and what was on its way to it`() async throws {
        try await Stage.with { stage in
            let mine = try await stage.tenant.endpoint(stage.receiver.url, [JSON.Member("instance_id", .string(stage.instance))])
            let all = try await stage.tenant.endpoint(stage.receiver.url)
            stage.receiver.answer([500, 500])
            try await stage.receive("hello")
            try await eventually("both are tried") { stage.events.count == 2 }
            let caller = Caller(
                tenant: stage.tenant.id, key: stage.harness.database.runtime.ids.next(), environment: .live, instance: nil, scopes: .all)
            try await stage.harness.deployment.instances.remove(try #require(InstanceID(stage.instance)), as: caller)
            try await eventually("the endpoint is gone") { try await stage.shown(mine.id) == nil }
            #expect(try await stage.shown(all.id) != nil)
            #expect(try await stage.deliveries(where: "endpoint_id = '\(mine.id)'") == 0)
            #expect(try await stage.deliveries(where: "endpoint_id = '\(all.id)'") > 0)
        }
    }

    @Test func `an endpoint that is removed is told nothing more`() async throws {
        try await Stage.with { stage in
            let endpoint = try await stage.tenant.endpoint(stage.receiver.url)
            stage.receiver.answer([500])
            try await stage.receive("one")
            try await eventually("it is tried") { stage.events.count == 1 }
            #expect(try await stage.tenant.call("DELETE", "/v1/webhook-endpoints/\(endpoint.id)").status == 204)
            #expect(try await stage.deliveries(where: "true") == 0)
            try await stage.receive("two")
            try await stage.settled()
            #expect(stage.events.count == 1)
        }
    }

    @Test func `a plan's endpoints are all there may be`() async throws {
        try await Stage.with(plan: "free") { stage in
            for _ in 0..<10 { _ = try await stage.tenant.endpoint(stage.receiver.url) }
            let refused = try await stage.tenant.call("POST", "/v1/webhook-endpoints", ["url": .string(stage.receiver.url)])
            #expect(refused.status == 403)
            #expect(refused.json["code"] == "limit_reached")
            #expect(try await stage.tenant.call("GET", "/v1/webhook-endpoints").json["data"]?.array?.count == 10)
        }
    }
}
