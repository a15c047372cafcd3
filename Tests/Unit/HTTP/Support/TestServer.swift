import Core
import Net

@testable import HTTP

/// A real server on a loopback port, and clients for it.
struct TestServer: Sendable {
    let server: HTTPServer
    let loops: EventLoopGroup
    let metrics: Metrics

    /// A client that sends `text` as soon as it is connected, however long the test's own task has to wait for its turn.
    func client(sending text: String = "") async throws -> RawClient {
        try await RawClient.connect(to: server.port, on: loops.next(), sending: text)
    }

    /// Runs `body` against a server that answers with `respond`, and stops it.
    static func with(
        limits: HTTPLimits = HTTPLimits(), loops count: Int = 1, respond: @escaping @Sendable (HTTPRequest) async -> HTTPResponse,
        _ body: (TestServer) async throws -> Void
    ) async throws {
        try await with(limits: limits, loops: count, responder: TestResponder(respond: respond), body)
    }

    static func with(
        limits: HTTPLimits = HTTPLimits(), loops count: Int = 1, responder: any HTTPResponder, _ body: (TestServer) async throws -> Void
    ) async throws {
        ignoreBrokenPipes()
        let loops = EventLoopGroup(count: count)
        loops.start()
        let runtime = Runtime(log: Log(sink: SilentSink()))
        let server = HTTPServer(address: .loopback(port: 0), loops: loops, responder: responder, limits: limits, runtime: runtime)
        try await server.start()
        let outcome: Result<Void, any Error>
        do {
            try await body(TestServer(server: server, loops: loops, metrics: runtime.metrics))
            outcome = .success(())
        } catch {
            outcome = .failure(error)
        }
        await server.stop()
        loops.stop()
        try outcome.get()
    }
}

struct TestResponder: HTTPResponder {
    var atOnce: @Sendable (HTTPRequest) -> HTTPResponse? = { _ in nil }
    var respond: @Sendable (HTTPRequest) async -> HTTPResponse = { _ in HTTPResponse(status: 404) }

    func answerAtOnce(_ request: HTTPRequest) -> HTTPResponse? { atOnce(request) }
    func respond(to request: HTTPRequest) async -> HTTPResponse { await respond(request) }
    func refuse(_ refusal: HTTPRefusal) -> HTTPResponse {
        HTTPResponse(status: refusal.status, fields: ["Content-Type": "text/plain"], body: .bytes(Array(refusal.reason.rawValue.utf8)))
    }
}

/// Answers with the number of bytes of content; what the corpus calls `/__echo`.
@Sendable func countContent(_ request: HTTPRequest) async -> HTTPResponse {
    guard request.path == "/__echo" else { return HTTPResponse(status: 404) }
    guard [.get, .head, .post].contains(request.method) else { return HTTPResponse(status: 405) }
    var count = 0
    do {
        while let part = try await request.body.next() {
            count += part.count
        }
    } catch {
        return HTTPResponse(status: 400)
    }
    return .text("\(count)")
}

extension HTTPResponse {
    static func text(_ text: String, status: Int = 200) -> HTTPResponse {
        HTTPResponse(status: status, fields: ["Content-Type": "text/plain"], body: .bytes(Array(text.utf8)))
    }
}

private struct SilentSink: LogSink {
    func write(_ line: [UInt8]) {}
}

/// Lets a test and a handler wait for one another.
final class Gate: Sendable {
    private struct State {
        var isOpen = false
        var waiters: [CheckedContinuation<Void, Never>] = []
    }

    private let state: Lock<State> = Lock(State())

    func open() {
        let waiters = state.withLock { state in
            state.isOpen = true
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters {
            waiter.resume()
        }
    }

    func wait() async {
        await withCheckedContinuation { continuation in
            let isOpen = state.withLock { state in
                if !state.isOpen { state.waiters.append(continuation) }
                return state.isOpen
            }
            if isOpen { continuation.resume() }
        }
    }
}
