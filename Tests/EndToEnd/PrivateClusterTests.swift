import Core
import Foundation
import Glibc
import TestSupport
import Testing

/// A Herald with no settings at all, on a PostgreSQL of its own.
@Suite(.serialized) struct PrivateClusterTests {
    private func tenant(in folder: Folder, _ herald: Herald) throws -> TestTenant {
        let made = try Run.herald(
            ["tenant", "create", "--name", "Acme", "--slug", "acme", "--plan", "pro", "--owner", "owner@acme.test", "--json"], in: folder)
        try #require(made.code == 0, "\(made.errors)")
        let answer = try JSONParser.parse(made.output)
        // A test is no client: what it asks for in a second says nothing.
        _ = try Arena(in: folder).ask("UPDATE billing.plan SET requests_per_second = NULL")
        return TestTenant(
            id: .init(high: 0, low: 0), key: try #require(answer["api_key"]?.string), testKey: try #require(answer["test_key"]?.string),
            client: herald.client)
    }

    @Test func `the first steps work: start, tenant, link, send, webhook`() async throws {
        try await WebhookReceiver.with { receiver in
            try await Folder.with { folder in
                let herald = try await Herald(in: folder, [:])
                #expect(herald.text.contains("admin key (shown once"))
                let tenant = try tenant(in: folder, herald)
                let instance = try await tenant.linkedInstance()
                let made = try await tenant.call(
                    "POST", "/v1/webhook-endpoints", ["url": .string(receiver.url), "instance_id": .string(instance)])
                try #require(made.status == 201, "\(made.text)")
                let sent = try await tenant.call(
                    "POST", "/send-message", ["recipients": ["254712340006"], "type": "text", "text": "Hello from the APIs!"])
                #expect(sent.status == 200)
                #expect(sent.json["message"] == "Message sending completed: 1 successful, 0 failed")
                let echo = try await receiver.first("the answer came") { $0["type"] == "message.received" }
                #expect(echo.json["data"]?["text"] == "echo: Hello from the APIs!")
                try await StandardWebhooks.verify(echo, secret: try #require(made.json["secret"]?.string), in: folder)
                #expect(herald.terminate() == 0)
                #expect(!herald.text.contains("Hello from the APIs!"))
                #expect(!herald.text.contains("254712340006"))
            }
        }
    }

    @Test func `nothing accepted is lost when PostgreSQL is killed under load, and the server recovers by itself`() async throws {
        try await Folder.with { folder in
            let herald = try await Herald(in: folder, [:])
            let tenant = try tenant(in: folder, herald)
            _ = try await tenant.linkedInstance()
            let accepted: Lock<[String]> = Lock([])
            try await withThrowingTaskGroup(of: Void.self) { group in
                for worker in 0..<8 {
                    group.addTask {
                        for number in 0..<40 {
                            // An answer that is not 202, or none, promises nothing.
                            let answer = try? await tenant.send("load", to: "2547\(1_000_000 + worker * 1000 + number)9")
                            guard let answer, answer.status == 202, let id = answer.json["data"]?.array?.first?["id"]?.string else { continue }
                            accepted.withLock { $0.append(id) }
                        }
                    }
                }
                group.addTask {
                    try await eventually("some were accepted") { accepted.withLock { $0.count } > 20 }
                    try Self.killPostgres(in: folder)
                }
                try await group.waitForAll()
            }
            try await eventually("the server is ready again") { try await herald.isReady() }
            let ids = accepted.withLock { $0 }
            #expect(ids.count > 20)
            for id in ids {
                try await eventually("an accepted message is read") {
                    try await tenant.call("GET", "/v1/messages/\(id)").json["status"] == "read"
                }
            }
            #expect(herald.terminate() == 0)
        }
    }

    @Test func `a server that was killed starts again on the cluster that it left`() async throws {
        try await Folder.with { folder in
            let first = try await Herald(in: folder, [:])
            let made = try tenant(in: folder, first)
            first.kill()
            let second = try await Herald(in: folder, [:])
            let answer = try await second.client.call("GET", "/v1/instances", key: made.key)
            #expect(answer.status == 200)
            #expect(!second.text.contains("admin key (shown once"))
            #expect(second.terminate() == 0)
        }
    }

    private static func killPostgres(in folder: Folder) throws {
        let file = try String(contentsOfFile: folder.path + "/.herald/postgres/postmaster.pid", encoding: .utf8)
        let process = try #require(file.split(separator: "\n").first.flatMap { Int32($0) })
        kill(process, SIGKILL)
    }
}
