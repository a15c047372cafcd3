import Core
import TestSupport
import Testing

/// Order is promised per chat, and nobody waits for somebody else's slow server.
@Suite(.serialized, .herald) struct OrderTests {
    private func texts(_ stage: Stage) -> [String] { stage.events.compactMap { $0.json["data"]?["text"]?.string } }

    @Test func `the events of one chat come one after the other`() async throws {
        try await Stage.with { stage in
            _ = try await stage.tenant.endpoint(stage.receiver.url)
            stage.receiver.hold()
            let words = (1...3).map { "message \($0)" }
            for word in words { try await stage.receive(word) }
            // Claimed after all of them, so whatever else may be under way at the same time is.
            try await stage.receive("from elsewhere", from: "254798765432")
            try await eventually("the other chat is being told") {
                try await stage.deliveries(where: "tries = 1 AND chat LIKE '%/254798765432@%'") == 1
            }
            #expect(try await stage.deliveries(where: "tries > 0 AND chat NOT LIKE '%/254798765432@%'") == 1)
            stage.receiver.release()
            try await stage.settled()
            #expect(texts(stage).filter { $0 != "from elsewhere" } == words)
        }
    }

    @Test func `a chat waits for its event that failed, and other chats do not`() async throws {
        try await Stage.with { stage in
            _ = try await stage.tenant.endpoint(stage.receiver.url)
            stage.receiver.answer([500])
            try await stage.receive("one")
            try await eventually("it fails") { try await stage.deliveries(where: "jsonb_array_length(attempts) = 1") == 1 }
            try await stage.receive("two")
            try await stage.receive("from elsewhere", from: "254798765432")
            try await eventually("the other chat is told") { texts(stage) == ["one", "from elsewhere"] }
            try await stage.hurry(after: 1)
            try await stage.settled()
            #expect(texts(stage) == ["one", "from elsewhere", "one", "two"])
        }
    }

    @Test func `after three failures a chat goes on without the event`() async throws {
        try await Stage.with { stage in
            _ = try await stage.tenant.endpoint(stage.receiver.url)
            stage.receiver.answer([500, 500, 500])
            try await stage.receive("one")
            for tries in 1...2 { try await stage.hurry(after: tries) }
            try await eventually("it has failed three times") { try await stage.deliveries(where: "jsonb_array_length(attempts) = 3") == 1 }
            try await stage.receive("two")
            try await eventually("the next is told") { texts(stage) == ["one", "one", "one", "two"] }
            try await stage.hurry(after: 3)
            try await stage.settled()
            #expect(texts(stage) == ["one", "one", "one", "two", "one"])
        }
    }

    @Test func `an endpoint that does not answer holds no other up`() async throws {
        try await Stage.with { stage in
            try await WebhookReceiver.with { silent in
                _ = try await stage.tenant.endpoint(silent.url)
                _ = try await stage.tenant.endpoint(stage.receiver.url)
                silent.hold()
                let words = (1...10).map { "message \($0)" }
                for (index, word) in words.enumerated() { try await stage.receive(word, from: "2547123456\(10 + index)") }
                try await eventually("all are told") { Set(texts(stage)) == Set(words) }
                // A verification, and as many events as may be under way at once.
                #expect(silent.received.count <= 5)
                silent.release()
                try await stage.settled()
                #expect(silent.received.count == 11)
            }
        }
    }
}
