import Contracts
import Core
import HTTP

/// What a handler of an event route answers: a closure that sends events for as long as there is somebody to hear them.
package struct EventStream: Sendable {
    /// How long a stream is silent before it says that it is still there: proxies close what is silent for a minute (contract GS-29).
    package static let heartbeat: Duration = .seconds(15)

    private let body: @Sendable (EventWriter) async throws -> Void

    /// A stream; `body` is cancelled when the client goes away or its tenant is served no longer, and its writes then throw.
    package init(_ body: @escaping @Sendable (EventWriter) async throws -> Void) { self.body = body }

    /// The answer that carries the stream.
    func response(_ circumstances: Circumstances) -> HTTPResponse {
        let body = body
        let clock = circumstances.runtime.clock
        let caller: Caller? =
            switch Origin.current?.actor {
            case .caller(let caller): caller
            case .anybody, .operatorKey, nil: nil
            }
        let writing: HTTPStreamWriting = { stream in
            let writer = EventWriter(stream)
            // So that the client sees an open stream at once, and not only with the first event.
            try await stream.write(Array(": open\n\n".utf8))
            do {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask { try await body(writer) }
                    group.addTask { try await writer.beat(clock: clock) }
                    if let caller { group.addTask { await circumstances.admission.end(of: caller) } }
                    // Whichever ends first ends the others: the body when it is done, the heartbeat when nobody is there any more, the caller's
                    // admission when nobody may be.
                    defer { group.cancelAll() }
                    try await group.next()
                }
            } catch {
                Self.notice(error, circumstances)
                throw error
            }
        }
        return HTTPResponse(
            status: 200, fields: ["Content-Type": MediaType.events, "X-Accel-Buffering": "no"], body: .stream(writing))
    }

    /// A client that leaves and a server that stops are how streams end; anything else is an incident that no answer can tell any more.
    private static func notice(_ error: any Error, _ circumstances: Circumstances) {
        if error is HTTPStreamError || error is CancellationError { return }
        circumstances.runtime.log.error(
            "an event stream broke off",
            ["request.id": .string(circumstances.requestID.description), "error": .string(Wording.describe(error))])
    }
}

/// The open end of an event stream.
package final class EventWriter: Sendable {
    private let stream: HTTPStreamWriter
    private let events = Lock(0)

    init(_ stream: HTTPStreamWriter) { self.stream = stream }

    /// Sends an event; returns once there is room for more, and throws when the client is gone.
    package func send(_ event: ServerSentEvent) async throws {
        events.withLock { $0 &+= 1 }
        var bytes: [UInt8] = []
        event.append(to: &bytes)
        try await stream.write(bytes)
    }

    /// Sends a comment whenever a heartbeat's time has passed without an event.
    func beat(clock: any Clock) async throws {
        while true {
            let before = events.withLock { $0 }
            try await clock.sleep(for: EventStream.heartbeat)
            if events.withLock({ $0 }) == before {
                try await stream.write(Array(": still here\n\n".utf8))
            }
        }
    }
}
