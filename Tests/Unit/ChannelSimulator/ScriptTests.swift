import ChannelSimulator
import Contracts
import Core
import TestSupport
import Testing

@Suite struct `The sandbox's script` {
    let fixture = Fixture()

    /// What the observer was told after a message to that number, once a further, ordinary message was read.
    private func told(to digits: String) async throws -> [Happening] {
        let (session, notes) = await fixture.connected()
        try await session.send(Fixture.message("A", to: digits))
        try await session.send(Fixture.message("Z", to: "254712345678"))
        await notes.wait { $0.contains { $0.receipt?.kind == .read && $0.receipt?.whatsAppIDs == ["Z"] } }
        return notes.all.filter {
            $0.acknowledgedID == "A" || $0.refusal != nil || $0.receipt?.whatsAppIDs == ["A"] || $0.inbound != nil
        }
    }

    @Test func `any other number acknowledges, receives and reads at once`() async throws {
        let told = try await told(to: "254712340008")
        #expect(told.map(\.acknowledgedID) == ["A", nil, nil])
        #expect(told.compactMap(\.receipt?.kind) == [.delivered, .read])
    }

    @Test func `0000 is not on WhatsApp`() async throws {
        #expect(try await told(to: "254712340000").map(\.refusal) == [.notOnWhatsApp])
    }

    @Test func `0001 is refused`() async throws {
        #expect(try await told(to: "254712340001").map(\.refusal) == [.refused(code: 479)])
    }

    @Test func `0002 is acknowledged and never delivered`() async throws {
        #expect(try await told(to: "254712340002").map(\.acknowledgedID) == ["A"])
    }

    @Test func `0003 is acknowledged after five seconds`() async throws {
        let (session, notes) = await fixture.connected()
        // The rotation of codes has ended with the pairing; what sleeps now is the late answer.
        try await session.send(Fixture.message("A", to: "254712340003"))
        await fixture.clock.sleepers(1)
        fixture.clock.advance(by: .milliseconds(4999))
        try await session.send(Fixture.message("Z", to: "254712345678"))
        await notes.wait { $0.contains { $0.acknowledgedID == "Z" } }
        #expect(!notes.all.contains { $0.acknowledgedID == "A" })
        fixture.clock.advance(by: .milliseconds(1))
        await notes.wait { $0.contains { $0.acknowledgedID == "A" } }
    }

    @Test func `0004 is refused with the reach-out lock`() async throws {
        #expect(try await told(to: "254712340004").map(\.refusal) == [.reachOutLocked])
    }

    @Test func `0005 loses the connection, and is acknowledged once when sent again`() async throws {
        let (session, notes) = await fixture.connected()
        let message = Fixture.message("A", to: "254712340005")
        try await session.send(message)
        await notes.wait(for: .disconnected(.network))
        await #expect(throws: SendFailure.notConnected) { try await session.send(message) }
        await fixture.clock.sleepers(1)
        fixture.clock.advance(by: .seconds(2))
        await notes.wait { $0.filter { $0 == .connected }.count == 2 }
        try await session.send(message)
        try await session.send(Fixture.message("Z", to: "254712345678"))
        await notes.wait { $0.contains { $0.acknowledgedID == "Z" } }
        #expect(notes.all.filter { $0.acknowledgedID == "A" }.count == 1)
        #expect(notes.all.filter { $0 == .disconnected(.network) }.count == 1)
    }

    @Test func `0006 answers with an echo`() async throws {
        let told = try await told(to: "254712340006")
        #expect(told.map(\.acknowledgedID) == ["A", nil, nil, nil])
        let echo = try #require(told.last?.inbound)
        #expect(echo.content == .text("echo: hello"))
        #expect(echo.chat.description == "254712340006@s.whatsapp.net")
        #expect(echo.raw["conversation"] == "echo: hello")
    }

    @Test func `0007 is never acknowledged`() async throws {
        #expect(try await told(to: "254712340007").isEmpty)
    }

    @Test func `what a person writes is shaped as WhatsApp shapes it`() async throws {
        let (_, notes) = await fixture.connected()
        #expect(await fixture.network.deliver(.text("Hi"), from: Fixture.friend, to: fixture.instance))
        let raw = try #require(notes.all.last?.inbound?.raw)
        #expect(raw["conversation"] == "Hi")
        let context = try #require(raw["messageContextInfo"])
        #expect(context["deviceListMetadataVersion"] == 2)
        #expect(Base64.standard.decode(context["messageSecret"]?.string ?? "")?.count == 32)
        let devices = try #require(context["deviceListMetadata"])
        #expect(devices["senderTimestamp"]?.string == String(fixture.clock.now.seconds))
        #expect(Base64.standard.decode(devices["recipientKeyHash"]?.string ?? "")?.count == 10)
    }

    @Test func `registrations know that 0000 has no account`() async throws {
        let (session, _) = await fixture.connected()
        let numbers = ["254712340000", "254712345678"].compactMap { PhoneNumber($0) }
        let answers = try await session.registrations(of: numbers)
        #expect(answers.map(\.jid) == [nil, numbers[1].jid])
        #expect(answers.map(\.lid) == [nil, Fixture.lid(of: numbers[1])])
    }
}
