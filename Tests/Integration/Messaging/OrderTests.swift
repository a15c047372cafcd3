import Contracts
import Core
import Database
import TestSupport
import Testing

/// In which order messages go out (promise R8).
@Suite struct OrderTests {
    @Test func `of one chat one message is under way, and the next follows its answer`() async throws {
        try await Wire.with { wire in
            for text in ["a1", "a2", "a3"] { try await wire.queue(text, to: "254700000011") }
            for text in ["b1", "b2"] { try await wire.queue(text, to: "254700000022") }
            await wire.connect()
            try await wire.expectEventually(["a1", "b1"])
            try await wire.rest()
            try await wire.answer("a1")
            try await wire.expectEventually(["a1", "b1", "a2"])
            try await wire.answer("b1", "a2")
            try await eventually("the rest went out") { wire.texts.count == 5 }
            #expect(Set(wire.texts.suffix(2)) == ["a3", "b2"])
        }
    }

    @Test func `what comes later does not overtake what has to be sent again`() async throws {
        try await Wire.with { wire in
            for text in ["a1", "a2"] { try await wire.queue(text, to: "254700000011") }
            await wire.connect()
            try await wire.expectEventually(["a1"])
            await wire.disconnect()
            #expect(try await wire.count("state = 'queued'") == 2)
            await wire.connect()
            try await wire.expectEventually(["a1", "a1"])
            try await wire.answer("a1")
            try await wire.expectEventually(["a1", "a1", "a2"])
            #expect(try await wire.count("crashes > 0") == 0, "a lost connection is no crash")
        }
    }

    @Test func `what is transactional goes before what is bulk, in the same chat too`() async throws {
        try await Wire.with { wire in
            try await wire.queue("bulk1", to: "254700000011", lane: 1)
            try await wire.queue("bulk2", to: "254700000022", lane: 1)
            try await wire.queue("now", to: "254700000022")
            await wire.connect()
            try await wire.expectEventually(["now", "bulk1"])
            try await wire.answer("now")
            try await wire.expectEventually(["now", "bulk1", "bulk2"])
        }
    }

    @Test func `every chat gets its turn, however many messages the first ones have`() async throws {
        try await Wire.with { wire in
            // More chats than may be under way at once, each with several messages; the last by address has one.
            let chats = (100..<180).flatMap { chat in (0..<3).map { ("\(chat)-\($0)", "254700000\(chat)") } }
            try await wire.queue(chats + [("last", "254799999999")])
            await wire.connect()
            var answered = 0
            try await eventually("the last chat was written to") {
                let open = Array(wire.texts.dropFirst(answered))
                answered += open.count
                for text in open { try await wire.answer(text) }
                return wire.texts.contains("last")
            }
            let place = try #require(wire.texts.firstIndex(of: "last"))
            // All others had at most one turn before, but for those that filled the window again meanwhile.
            #expect(place <= 2 * 81, "it waited for \(place) others")
        }
    }

    @Test func `no more than the window wait for an answer`() async throws {
        try await Wire.with { wire in
            try await wire.queue((100..<200).map { ("\($0)", "254700000\($0)") })
            await wire.connect()
            try await eventually("the window is full") { wire.texts.count == 64 }
            try await wire.rest()
            try await wire.answer("100", "101", "102")
            try await eventually("three more went out") { wire.texts.count == 67 }
        }
    }
}
