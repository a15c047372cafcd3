package import Core
import Glibc

/// One open stream of Server-Sent Events, read as it comes over a socket of its own.
package final class EventFollower: Sendable {
    /// One event that came.
    package struct Event: Sendable, Hashable {
        /// What kind it is; `message` where it was not said.
        package var name: String
        /// Its id, if it has one.
        package var id: String?
        /// What it says, as JSON; null when it is not.
        package var data: JSON
    }

    private struct State {
        var head = ""
        var events: [Event] = []
        var comments = 0
        var isOver = false
    }

    private let descriptor: Int32
    private let state = Lock(State())

    private init(_ descriptor: Int32) { self.descriptor = descriptor }

    /// Runs `body` with an open stream, once its answer has begun; the client has gone away afterwards.
    package static func with(
        _ path: String, key: String? = nil, headers: [(String, String)] = [], on port: Int, _ body: (EventFollower) async throws -> Void
    ) async throws {
        guard let descriptor = RawSocket.connect(port: port) else { throw NeverHappened(description: "nobody listens on \(port)") }
        let follower = EventFollower(descriptor)
        let credentials = key.map { "Authorization: Bearer \($0)\r\n" } ?? ""
        let further = headers.map { "\($0.0): \($0.1)\r\n" }.joined()
        let request = Array("GET \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\n\(credentials)\(further)\r\n".utf8)
        RawSocket.onThread { follower.read(answering: request) }
        do {
            try await eventually("the stream has begun") { follower.state.withLock { !$0.head.isEmpty || $0.isOver } }
            try await body(follower)
        } catch {
            await follower.leave()
            throw error
        }
        await follower.leave()
    }

    /// The status of the answer; 0 when there was none.
    package var status: Int { head.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0 }

    /// The value of a header, by its name in any case.
    package func header(_ name: String) -> String? {
        let start = name.lowercased() + ":"
        let line = head.split(separator: "\r\n").first { $0.lowercased().hasPrefix(start) }
        return line.map { String($0.dropFirst(start.count).drop { $0 == " " }) }
    }

    /// Everything that came so far, in its order.
    package var events: [Event] { state.withLock { $0.events } }

    /// How many comments came so far, which is what heartbeats are.
    package var comments: Int { state.withLock { $0.comments } }

    /// Whether the server has ended the stream.
    package var isOver: Bool { state.withLock { $0.isOver } }

    /// The first event that fits, as soon as it has come.
    @discardableResult
    package func first(_ fact: String, where fits: (Event) -> Bool) async throws -> Event {
        var found: Event?
        try await eventually(fact) {
            found = self.events.first(where: fits)
            return found != nil
        }
        guard let found else { throw NeverHappened(description: fact) }
        return found
    }

    private var head: String { state.withLock { $0.head } }

    /// Goes away, and returns when the thread has let go of the socket.
    private func leave() async {
        shutdown(descriptor, Int32(SHUT_RDWR))
        // It ends by itself, since nothing can be read any more.
        try? await eventually("the stream is closed") { self.isOver }
    }

    private func read(answering request: [UInt8]) {
        defer {
            close(descriptor)
            state.withLock { $0.isOver = true }
        }
        guard RawSocket.send(request, to: descriptor) else { return }
        var pending: [UInt8] = []
        guard let head = Self.takeHead(from: descriptor, &pending) else { return }
        state.withLock { $0.head = head }
        var text: [UInt8] = []
        while let chunk = Self.takeChunk(from: descriptor, &pending), !chunk.isEmpty {
            text += chunk
            while let end = text.firstRange(of: [10, 10]) {
                note(String(decoding: text[..<end.lowerBound], as: UTF8.self))
                text = Array(text[end.upperBound...])
            }
        }
    }

    /// What stands between two empty lines: an event, or comments.
    private func note(_ block: String) {
        var event = Event(name: "message", id: nil, data: .null)
        var data: [Substring] = []
        var comments = 0
        for line in block.split(separator: "\n") {
            if line.hasPrefix(":") { comments += 1 }
            if line.hasPrefix("event: ") { event.name = String(line.dropFirst(7)) }
            if line.hasPrefix("id: ") { event.id = String(line.dropFirst(4)) }
            if line.hasPrefix("data: ") { data.append(line.dropFirst(6)) }
        }
        event.data = (try? JSONParser.parse(data.joined(separator: "\n"))) ?? .null
        state.withLock { state in
            state.comments += comments
            if !data.isEmpty { state.events.append(event) }
        }
    }

    private static func takeHead(from descriptor: Int32, _ pending: inout [UInt8]) -> String? {
        while true {
            if let end = pending.firstRange(of: [13, 10, 13, 10]) {
                defer { pending = Array(pending[end.upperBound...]) }
                return String(decoding: pending[..<end.lowerBound], as: UTF8.self)
            }
            guard RawSocket.receive(from: descriptor, into: &pending) else { return nil }
        }
    }

    /// The next chunk of a chunked body; empty for the last.
    private static func takeChunk(from descriptor: Int32, _ pending: inout [UInt8]) -> [UInt8]? {
        while true {
            if let line = pending.firstRange(of: [13, 10]), let length = Int(String(decoding: pending[..<line.lowerBound], as: UTF8.self), radix: 16),
                pending.count >= line.upperBound + length + 2
            {
                defer { pending = Array(pending[(line.upperBound + length + 2)...]) }
                return Array(pending[line.upperBound..<(line.upperBound + length)])
            }
            guard RawSocket.receive(from: descriptor, into: &pending) else { return nil }
        }
    }
}
