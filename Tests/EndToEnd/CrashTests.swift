import Core
import Foundation
import TestSupport
import Testing

/// Promises R1 and R5: what was accepted is sent, under one WhatsApp id, whatever dies when.
@Suite(.serialized) struct CrashTests {
    static let points = [
        "after-commit-before-response=kill@4", "after-claim-commit=kill@2", "before-wa-send=kill@3", "after-wa-send-before-ack=kill@3",
        "after-ack-before-commit=kill@2",
    ]

    @Test(arguments: points) func `a message accepted before the kill is sent after it, under one WhatsApp id`(point: String) async throws {
        try await Stage.with { stage in
            let first = try await stage.start(failing: point)
            let tenant = stage.tenant(of: first)
            _ = try await tenant.linkedInstance()
            var accepted: [String: String] = [:]
            for number in 0..<12 {
                let to = "2547123\(45_678 + 10 * number)"
                guard let answer = try? await tenant.send("message \(number)", to: to), answer.status == 202 else { break }
                let message = try #require(answer.json["data"]?.array?.first)
                accepted[try #require(message["id"]?.string)] = to + "@s.whatsapp.net"
            }
            try await first.death()
            #expect(!accepted.isEmpty)

            let second = try await stage.start()
            let survivor = stage.tenant(of: second)
            var ids: [String: String] = [:]
            for (message, chat) in accepted {
                try await eventually("an accepted message is read") {
                    try await survivor.call("GET", "/v1/messages/\(message)").json["status"] == "read"
                }
                ids[chat] = try await survivor.call("GET", "/v1/messages/\(message)").json["whatsapp_id"]?.string
            }
            // One that committed without being answered is sent too: its outcome was unknown, not failed.
            let transmissions = try stage.transmissions()
            for (chat, sent) in transmissions {
                #expect(Set(sent).count == 1, "\(chat) was sent to under several ids")
            }
            for (chat, id) in ids {
                #expect(transmissions[chat]?.first == id)
            }
            #expect(second.terminate() == 0)
        }
    }

    @Test func `a webhook whose acknowledgement was lost comes again with the same id`() async throws {
        try await WebhookReceiver.with { receiver in
            try await Stage.with { stage in
                let first = try await stage.start(failing: "after-webhook-2xx-before-commit=kill@1")
                let tenant = stage.tenant(of: first)
                _ = try await tenant.linkedInstance()
                let made = try await tenant.call(
                    "POST", "/v1/webhook-endpoints", ["url": .string(receiver.url), "events": ["message.received"]])
                try #require(made.status == 201, "\(made.text)")
                _ = try await tenant.send("ping", to: "254712340006")
                try await first.death()
                let before = try await receiver.first("the event came") { $0["type"] == "message.received" }

                // What the dead process had claimed is free when its lease ends, half a minute later; the test does not wait for that.
                try await stage.database.script("UPDATE webhooks.delivery SET lease_until = now()")
                let second = try await stage.start()
                try await eventually("the event came again") {
                    receiver.received.filter { $0.json["type"] == "message.received" }.count == 2
                }
                let both = receiver.received.filter { $0.json["type"] == "message.received" }
                #expect(both.allSatisfy { $0.id == before.id && $0.body == before.body })
                #expect(second.terminate() == 0)
            }
        }
    }

    @Test func `a terminated server finishes what it has begun and leaves nothing behind`() async throws {
        try await Stage.with { stage in
            let first = try await stage.start()
            let tenant = stage.tenant(of: first)
            _ = try await tenant.linkedInstance()
            var accepted: [String] = []
            for number in 0..<20 {
                let answer = try await tenant.send("message \(number)", to: "2547123\(45_678 + 10 * number)")
                accepted.append(try #require(answer.json["data"]?.array?.first?["id"]?.string))
            }
            #expect(first.terminate() == 0)
            let second = try await stage.start()
            for message in accepted {
                try await eventually("the message is read") {
                    try await stage.tenant(of: second).call("GET", "/v1/messages/\(message)").json["status"] == "read"
                }
            }
            for (chat, sent) in try stage.transmissions() {
                #expect(Set(sent).count == 1, "\(chat)")
            }
            #expect(second.terminate() == 0)
        }
    }
}
