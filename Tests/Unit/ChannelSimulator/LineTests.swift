import ChannelSimulator
import Contracts
import Core
import TestSupport
import Testing

@Suite struct `The simulated line` {
    let fixture = Fixture()
    private let friend = Fixture.friend

    @Test func `an id that was seen is the same message, acknowledged again and delivered once`() async throws {
        let (session, notes) = await fixture.connected()
        let message = Fixture.message("A", to: "254712340006")
        try await session.send(message)
        await notes.wait { $0.contains { $0.inbound != nil } }
        try await session.send(message)
        await notes.wait { $0.filter { $0.acknowledgedID == "A" }.count == 2 }
        #expect(notes.all.filter { $0.receipt?.kind == .delivered }.count == 1)
        #expect(notes.all.filter { $0.inbound != nil }.count == 1)
        #expect(fixture.journal.withLock { $0.map(\.whatsAppID) } == ["A", "A"])
    }

    @Test func `a held network answers nothing until it is released, and keeps the order`() async throws {
        let (session, notes) = await fixture.connected()
        await fixture.network.setAcknowledging(false)
        try await session.send(Fixture.message("A", to: "254712345678"))
        try await session.send(Fixture.message("B", to: "254712340001"))
        #expect(await fixture.network.deliver(.text("still reaches us"), from: friend, to: fixture.instance))
        #expect(notes.all.last?.inbound != nil)
        #expect(notes.all.allSatisfy { $0.acknowledgedID == nil && $0.refusal == nil })
        await fixture.network.setAcknowledging(true)
        await notes.wait { $0.contains { $0.refusal != nil } }
        #expect(notes.all.compactMap(\.acknowledgedID) == ["A"])
    }

    @Test func `a held network takes so many messages and then says that it is full`() async throws {
        let (session, notes) = await fixture.connected()
        await fixture.network.setAcknowledging(false)
        for number in 1...SimulatedNetwork.transitLimit {
            try await session.send(Fixture.message("M\(number)", to: "254712345678"))
        }
        await #expect(throws: SendFailure.overloaded) { try await session.send(Fixture.message("N", to: "254712345678")) }
        await fixture.network.setAcknowledging(true)
        await notes.wait { $0.last?.receipt?.whatsAppIDs == ["M\(SimulatedNetwork.transitLimit)"] }
        try await session.send(Fixture.message("N", to: "254712345678"))
        #expect(notes.calls.allSatisfy { $0.count <= Happening.pileLimit })
    }

    @Test func `a broken line comes back by itself after two seconds`() async {
        let (session, notes) = await fixture.connected()
        #expect(await fixture.network.disconnect(fixture.instance, .network))
        #expect(notes.all.last == .disconnected(.network))
        #expect(await !fixture.network.deliver(.text("lost"), from: friend, to: fixture.instance))
        await #expect(throws: SendFailure.notConnected) { try await session.send(Fixture.message("A", to: "254712345678")) }
        await fixture.clock.sleepers(1)
        fixture.clock.advance(by: .seconds(2))
        await notes.wait { $0.last == .connected }
    }

    @Test func `a session that was logged out needs a new scan`() async {
        let (session, notes) = await fixture.connected()
        #expect(await fixture.network.disconnect(fixture.instance, .loggedOut))
        #expect(notes.all.last == .disconnected(.loggedOut))
        #expect(fixture.vault.values.isEmpty)
        await session.close(unlink: false)
        let next = Notes()
        _ = await fixture.open(next)
        await next.wait(forCount: 1)
        #expect(next.all.first?.code != nil)
    }

    @Test func `one call is under way at a time, and the next takes all that piled up`() async throws {
        let (session, notes) = await fixture.connected()
        notes.hang()
        for number in 1...10 { try await session.send(Fixture.message("M\(number)", to: "254712340002")) }
        notes.release()
        await notes.wait { $0.contains { $0.acknowledgedID == "M10" } }
        let sizes = notes.calls.map { $0.count { $0.acknowledgedID != nil } }.filter { $0 > 0 }
        #expect(sizes.count <= 2)
        #expect(sizes.reduce(0, +) == 10)
    }

    @Test func `what was not kept is offered again, in order`() async throws {
        let (session, notes) = await fixture.connected()
        notes.refuse(2)
        try await session.send(Fixture.message("A", to: "254712340002"))
        await fixture.clock.sleepers(1)
        try await session.send(Fixture.message("B", to: "254712340002"))
        fixture.clock.advance(by: .milliseconds(100))
        await fixture.clock.sleepers(1)
        fixture.clock.advance(by: .milliseconds(200))
        await notes.wait { $0.contains { $0.acknowledgedID == "B" } }
        #expect(notes.all.compactMap(\.acknowledgedID) == ["A", "B"])
    }

    @Test func `an observer hears nothing more once its session is closed, and the next session hears what was missed`() async throws {
        let (session, notes) = await fixture.connected()
        notes.refuse(1)
        async let delivered = fixture.network.deliver(.text("do not lose me"), from: friend, to: fixture.instance)
        #expect(await delivered)
        await session.close(unlink: false)
        let heard = notes.all
        let next = Notes()
        _ = await fixture.open(next)
        await next.wait(forCount: 2)
        #expect(next.all.first == .connected)
        #expect(next.all.last?.inbound?.content == .text("do not lose me"))
        #expect(notes.all == heard)
    }

    @Test func `a second line with the same credentials throws the first one out`() async throws {
        let (session, notes) = await fixture.connected()
        let next = Notes()
        _ = await fixture.open(next)
        await next.wait(for: .connected)
        #expect(notes.all.last == .disconnected(.replaced))
        await #expect(throws: SendFailure.notConnected) { try await session.send(Fixture.message("A", to: "254712345678")) }
    }

    @Test func `of a burst of twenty thousand messages every one is acknowledged, in order`() async throws {
        let (session, notes) = await fixture.connected()
        let ids = (1...20_000).map { "M\($0)" }
        for id in ids { try await session.send(Fixture.message(id, to: "254712345678")) }
        await notes.wait { $0.last?.receipt?.whatsAppIDs == ["M20000"] }
        #expect(notes.all.compactMap(\.acknowledgedID) == ids)
    }

    @Test func `a line that stands answers a question for a sign of life, another does not`() async throws {
        let (session, _) = await fixture.connected()
        try await session.prove()
        #expect(await fixture.network.disconnect(fixture.instance, .network))
        await #expect(throws: SendFailure.notConnected) { try await session.prove() }
    }

    @Test func `nothing comes over a silent line until it is opened anew`() async throws {
        let (session, notes) = await fixture.connected()
        #expect(await fixture.network.silence(fixture.instance))
        let heard = notes.all
        try await session.send(Fixture.message("A", to: "254712345678"))
        #expect(await fixture.network.deliver(.text("hello"), from: friend, to: fixture.instance))
        let proof = Task { try await session.prove() }
        await fixture.network.setAcknowledging(true)
        // Whoever asks gives up some time.
        proof.cancel()
        await #expect(throws: SendFailure.notConnected) { try await proof.value }
        #expect(notes.all == heard)
        await session.close(unlink: false)
        let next = Notes()
        let another = await fixture.open(next)
        await next.wait { $0.contains { $0.acknowledgedID == "A" } && $0.contains { $0.inbound?.content == .text("hello") } }
        try await another.prove()
    }

    @Test func `a silent line that is cut comes back with a voice`() async {
        let (_, notes) = await fixture.connected()
        #expect(await fixture.network.silence(fixture.instance))
        #expect(await fixture.network.disconnect(fixture.instance, .network))
        #expect(notes.all.last == .disconnected(.network))
        await fixture.clock.sleepers(1)
        fixture.clock.advance(by: .seconds(2))
        await notes.wait { $0.last == .connected }
        #expect(await fixture.network.deliver(.text("hello"), from: friend, to: fixture.instance))
        #expect(notes.all.last?.inbound != nil)
    }

    @Test func `a line that is not there cannot be silenced`() async {
        let notes = Notes()
        _ = await fixture.open(notes)
        await notes.wait(forCount: 1)
        #expect(await !fixture.network.silence(fixture.instance))
    }
}
