import API
import Contracts
import Core
import HTTP
import TestSupport
import Testing

@Suite struct EventStreamTests {
    private func text(_ event: ServerSentEvent) -> String {
        var bytes: [UInt8] = []
        event.append(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test func `an event has its name, its id and a line of data for every line`() {
        #expect(
            text(ServerSentEvent(name: "qr", id: "7", data: Array("a\nb\r\nc\rd".utf8))) == "event: qr\nid: 7\ndata: a\ndata: b\ndata: c\ndata: d\n\n"
        )
        #expect(text(ServerSentEvent(data: [])) == "data: \n\n")
        #expect(
            text(ServerSentEvent(name: "g", Greeting.shape, Greeting(name: "A\nb", times: 1)))
                == "event: g\ndata: {\"name\":\"A\\nb\",\"times\":1}\n\n")
    }

    @Test func `a line end in a name or an id cannot forge a line`() {
        #expect(text(ServerSentEvent(name: "a\ndata: x", id: "1\r\nid: 2", data: [])) == "event: adata: x\nid: 1id: 2\ndata: \n\n")
    }

    @Test(.tags(.GS_29), .timeLimit(.minutes(1))) func `a stream opens at once, says between its events that it is there, and ends with them`()
        async throws
    {
        let clock = ManualClock()
        let (go, going) = AsyncStream.makeStream(of: Void.self)
        let (writes, written) = AsyncStream.makeStream(of: String.self)
        let writing = try await stream(clock) { writer in
            try await writer.send(ServerSentEvent(name: "one", data: Array("1".utf8)))
            for await _ in go { break }
            try await writer.send(ServerSentEvent(name: "two", data: Array("2".utf8)))
        }
        async let end: Void = writing(HTTPStreamWriter { bytes in written.yield(String(decoding: bytes, as: UTF8.self)) })
        var iterator = writes.makeAsyncIterator()
        #expect(await iterator.next() == ": open\n\n")
        #expect(await iterator.next() == "event: one\ndata: 1\n\n")
        // The first interval may have had the event in it; the second has nothing.
        for _ in 1...2 {
            await clock.sleepers(1)
            clock.advance(by: EventStream.heartbeat)
        }
        #expect(await iterator.next() == ": still here\n\n")
        going.finish()
        try await end
        written.finish()
        var last: String?
        while let next = await iterator.next() {
            last = next
        }
        #expect(last == "event: two\ndata: 2\n\n")
    }

    @Test(.timeLimit(.minutes(1))) func `a heartbeat that finds nobody there ends the handler`() async throws {
        let clock = ManualClock()
        let ended = Lock(false)
        let writing = try await stream(clock) { _ in
            let (forever, continuation) = AsyncStream.makeStream(of: Void.self)
            for await _ in forever {}
            continuation.finish()
            ended.withLock { $0 = true }
        }
        let sending = Task {
            try await writing(
                HTTPStreamWriter { (bytes) throws(HTTPStreamError) in
                    if bytes.starts(with: ": still".utf8) { throw .disconnected }
                })
        }
        await clock.sleepers(1)
        clock.advance(by: EventStream.heartbeat)
        await #expect(throws: HTTPStreamError.disconnected) { try await sending.value }
        #expect(ended.withLock { $0 })
    }

    @Test func `a handler that fails in its stream leaves an incident in the log`() async throws {
        let log = CapturedLog()
        let writing = try await stream(ManualClock(), log: log) { _ in throw Unforeseen(secret: "s3cret") }
        await #expect(throws: Unforeseen.self) { try await writing(HTTPStreamWriter { _ in }) }
        #expect(log.messages.contains("an event stream broke off"))
        #expect(!log.text.contains("s3cret"))
    }

    private func stream(
        _ clock: ManualClock, log: CapturedLog = CapturedLog(), _ body: @escaping @Sendable (EventWriter) async throws -> Void
    ) async throws -> HTTPStreamWriting {
        let route = Route(.get, "/v1/events", "E", gives: .events(), auth: .key(.read)) { _ in EventStream(body) }
        let sample = try Sample([.sample(.native, routes: [route])], clock: clock, log: log)
        let response = await sample.responder.respond(
            to: HTTPRequest(method: .get, target: "/v1/events", fields: ["Authorization": "Bearer good"]))
        guard case .stream(let writing) = response.body else { throw NotAStream() }
        return writing
    }
}

private struct NotAStream: Error {}
