import App
import Contracts
import Core
import Database
import TestSupport
import Testing
import Webhooks

/// The one webhook that is set on an instance itself.
@Suite(.serialized, .herald) struct ShortcutTests {
    @Test func `it is verified, kept, and told of its instance with the secret that was shown`() async throws {
        try await Stage.with { stage in
            let other = try await stage.tenant.linkedInstance("254700000002")
            let secret = try #require(try await stage.set(stage.receiver.url))
            let verification = try #require(stage.receiver.received.first)
            #expect(verification.json["type"] == "webhook_verification")
            #expect(verification.isSigned(with: secret))
            try await stage.tenant.receive("to the other", from: "254712345678", at: other)
            try await stage.receive("to mine")
            try await stage.settled()
            #expect(stage.events.map { $0.json["data"]?["text"] } == ["to mine"])
            #expect(stage.events.allSatisfy { $0.isSigned(with: secret) })
            #expect(try await stage.urls() == [stage.reference.id: stage.receiver.url])
        }
    }

    @Test func `another URL takes its place under the same secret`() async throws {
        try await Stage.with { stage in
            try await WebhookReceiver.with { second in
                let secret = try #require(try await stage.set(stage.receiver.url))
                #expect(try await stage.set(second.url) == nil)
                #expect(second.received.first?.isSigned(with: secret) == true)
                try await stage.receive("hello")
                try await stage.settled()
                #expect(stage.events.isEmpty)
                #expect(second.received.last?.json["data"]?["text"] == "hello")
                #expect(second.received.last?.isSigned(with: secret) == true)
                #expect(try await stage.listed().map { $0["url"]?.string } == [second.url])
            }
        }
    }

    @Test func `setting it again wakes one that was paused`() async throws {
        try await Stage.with { stage in
            _ = try await stage.set(stage.receiver.url)
            stage.receiver.answer([410])
            try await stage.receive("hello")
            try await eventually("it is paused") { try await stage.listed().first?["status"] == "paused" }
            #expect(try await stage.set(stage.receiver.url) == nil)
            try await stage.settled()
            #expect(stage.events.map { $0.json["data"]?["text"] } == ["hello", "hello"])
        }
    }

    @Test func `a URL that does not verify changes nothing`() async throws {
        try await Stage.with { stage in
            _ = try await stage.set(stage.receiver.url)
            stage.receiver.answer([500])
            await #expect(throws: Problem.verificationFailed("status_500")) { try await stage.set(stage.receiver.url + "/other") }
            await #expect(throws: Problem.self) { try await stage.set("ftp://example.com/hook") }
            #expect(try await stage.urls() == [stage.reference.id: stage.receiver.url])
        }
    }

    @Test func `what is prepared is kept only by a transaction that lasts`() async throws {
        struct Undone: Error {}
        try await Stage.with { stage in
            let prepared = try await stage.webhooks.prepare(stage.receiver.url, for: stage.reference, in: .native)
            #expect(try await stage.urls() == [:])
            await #expect(throws: Undone.self) {
                try await stage.write { tx in
                    _ = try prepared.keep(in: tx)
                    throw Undone()
                }
            }
            #expect(try await stage.urls() == [:])
        }
    }

    @Test func `of two that were prepared at once the later is kept, under the secret of the first`() async throws {
        try await Stage.with { stage in
            let first = try await stage.webhooks.prepare(stage.receiver.url + "/1", for: stage.reference, in: .native)
            let second = try await stage.webhooks.prepare(stage.receiver.url + "/2", for: stage.reference, in: .native)
            let secret = try #require(try await stage.write { tx in try first.keep(in: tx)?.reveal })
            #expect(try await stage.write { tx in try second.keep(in: tx)?.reveal } == nil)
            try await stage.receive("hello")
            try await stage.settled()
            #expect(stage.events.first?.isSigned(with: secret) == true)
            #expect(try await stage.urls() == [stage.reference.id: stage.receiver.url + "/2"])
        }
    }

    @Test func `it counts among the plan's endpoints, and a full plan keeps the one there is`() async throws {
        try await Stage.with(plan: "free") { stage in
            for _ in 0..<9 { _ = try await stage.tenant.endpoint(stage.receiver.url) }
            _ = try await stage.set(stage.receiver.url)
            #expect(try await stage.set(stage.receiver.url + "/other") == nil)
            let other = InstanceReference(
                tenant: stage.tenant.id, id: try #require(InstanceID(try await stage.tenant.linkedInstance("254700000002"))))
            await #expect(throws: Problem.limitReached(.endpoint, limit: 10)) { try await stage.set(stage.receiver.url, on: other) }
        }
    }

    @Test func `removed from the list it is gone from the instance, and the other way round`() async throws {
        try await Stage.with { stage in
            _ = try await stage.set(stage.receiver.url)
            let listed = try #require(try await stage.listed().first?["id"]?.string)
            #expect(try await stage.tenant.call("DELETE", "/v1/webhook-endpoints/\(listed)").status == 204)
            #expect(try await stage.urls() == [:])

            let ordinary = try await stage.tenant.endpoint(stage.receiver.url, [JSON.Member("instance_id", .string(stage.instance))])
            #expect(try await stage.set(stage.receiver.url) != nil)
            try await stage.write { tx in try stage.webhooks.removeWebhook(of: stage.reference, in: tx) }
            #expect(try await stage.urls() == [:])
            #expect(try await stage.listed().map { $0["id"]?.string } == [ordinary.id])
        }
    }

    @Test func `no other tenant is shown it`() async throws {
        try await Stage.with { stage in
            _ = try await stage.set(stage.receiver.url)
            let stranger = try await stage.harness.someTenant()
            #expect(try await stage.webhooks.urls(of: [stage.reference.id], of: stranger.id) == [:])
        }
    }
}

extension Stage {
    fileprivate var webhooks: Webhooks { harness.deployment.webhooks }
    fileprivate var reference: InstanceReference {
        InstanceReference(tenant: tenant.id, id: InstanceID(instance) ?? harness.database.runtime.ids.next())
    }

    /// Sets the webhook as a change to the instance does, and answers the secret if one is shown.
    @discardableResult
    fileprivate func set(_ url: String, on other: InstanceReference? = nil) async throws -> String? {
        let prepared = try await webhooks.prepare(url, for: other ?? reference, in: .native)
        return try await write { tx in try prepared.keep(in: tx)?.reveal }
    }

    fileprivate func write<Result: Sendable>(_ body: @escaping @Sendable (borrowing Transaction) throws -> Result) async throws -> Result {
        try await harness.deployment.database.write(as: tenant.id, body)
    }

    fileprivate func urls() async throws -> [InstanceID: String] { try await webhooks.urls(of: [reference.id], of: tenant.id) }

    fileprivate func listed() async throws -> [JSON] {
        try await tenant.call("GET", "/v1/webhook-endpoints").json["data"]?.array ?? []
    }
}
