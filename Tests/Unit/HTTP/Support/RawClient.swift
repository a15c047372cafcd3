import Core
import Net

@testable import HTTP

/// A client that sends exactly the bytes it is given and keeps all it receives, so that a test can wait for facts.
final class RawClient: LoopHandler, @unchecked Sendable {
    struct TimedOut: Error { let received: String }

    enum Ending { case orderly, reset }

    private struct Waiter {
        let condition: (RawClient) -> Bool
        let continuation: CheckedContinuation<Bool, Never>
    }

    private static let patience: Duration = .seconds(10)

    let loop: EventLoop
    private let descriptor: Int32
    private var outgoing: [UInt8] = []
    private var endsWriting = false
    private var isReading = true
    private(set) var received: [UInt8] = []
    private(set) var ending: Ending?
    private var waiters: [Int: Waiter] = [:]
    private var tickets = 0
    private var isClosed = false

    private init(loop: EventLoop, descriptor: Int32) {
        self.loop = loop
        self.descriptor = descriptor
    }

    static func connect(to port: Int, on loop: EventLoop, sending text: String = "") async throws -> RawClient {
        let client = RawClient(loop: loop, descriptor: try Socket.connect(to: .loopback(port: UInt16(port))))
        client.outgoing = Array(text.utf8)
        await client.onLoop { client.loop.watch(client.descriptor, for: [.readable, .writable], client) }
        return client
    }

    private func onLoop(_ work: @escaping @Sendable () -> Void) async {
        await withCheckedContinuation { done in
            loop.execute {
                work()
                done.resume()
            }
        }
    }

    // MARK: What a test does

    func send(_ text: String) async { await send(Array(text.utf8)) }

    /// Sends as far as there is room; the rest goes as room appears.
    func send(_ bytes: [UInt8]) async {
        await onLoop {
            self.outgoing += bytes
            self.write()
        }
    }

    /// One write a byte, each on a turn of its own.
    func sendByteByByte(_ bytes: [UInt8]) async {
        for byte in bytes {
            await send([byte])
        }
    }

    func endWriting() async {
        await onLoop {
            self.endsWriting = true
            self.write()
        }
    }

    func stopReading() async {
        await onLoop {
            self.isReading = false
            self.watch()
        }
    }

    func close() async {
        await onLoop {
            guard !self.isClosed else { return }
            self.isClosed = true
            self.loop.unwatch(self.descriptor)
            Socket.close(self.descriptor)
        }
    }

    deinit {
        if !isClosed { Socket.close(descriptor) }
    }

    /// Waits until the server has ended the connection, and ends it on this side too unless told not to; all that came.
    func untilClosed(keepingOurSide: Bool = false) async throws -> String {
        try await until { $0.ending != nil }
        if !keepingOurSide { await close() }
        return text
    }

    /// Waits until what came contains `part`.
    func until(contains part: String) async throws {
        let wanted = Array(part.utf8)
        try await until { $0.received.firstRange(of: wanted) != nil }
    }

    /// Waits until so many answers came whole.
    func untilAnswers(_ count: Int) async throws -> [ReceivedAnswer] {
        try await until { ReceivedAnswer.parse($0.received).count >= count }
        return ReceivedAnswer.parse(received)
    }

    func until(_ condition: @escaping @Sendable (RawClient) -> Bool) async throws {
        let isMet = await withCheckedContinuation { continuation in
            loop.execute {
                if condition(self) { return continuation.resume(returning: true) }
                self.tickets += 1
                let ticket = self.tickets
                self.waiters[ticket] = Waiter(condition: condition, continuation: continuation)
                self.loop.schedule(after: Self.patience) { self.waiters.removeValue(forKey: ticket)?.continuation.resume(returning: false) }
            }
        }
        if !isMet { throw TimedOut(received: text) }
    }

    var text: String { String(decoding: received, as: UTF8.self) }
    /// Bytes that the server has not taken yet.
    var unsent: Int { outgoing.count }

    // MARK: What the loop tells

    func ready(_ what: LoopInterest) {
        if what.contains(.writable) { write() }
        if what.contains(.readable), isReading || ending == nil { read() }
        for (ticket, waiter) in waiters where waiter.condition(self) {
            waiters[ticket] = nil
            waiter.continuation.resume(returning: true)
        }
    }

    private func read() {
        guard !isClosed, ending == nil else { return }
        var buffer = [UInt8](repeating: 0, count: 65_536)
        switch buffer.withUnsafeMutableBytes({ Socket.read(descriptor, into: $0) }) {
        case .bytes(let count): received += buffer[..<count]
        case .wouldBlock: break
        case .ended: end(.orderly)
        case .failed: end(.reset)
        }
    }

    private func write() {
        guard !isClosed, ending == nil || ending == .orderly else { return }
        while !outgoing.isEmpty {
            switch outgoing.withUnsafeBytes({ Socket.write(descriptor, $0) }) {
            case .bytes(let count): outgoing.removeFirst(count)
            case .wouldBlock: return watch()
            case .ended, .failed:
                outgoing = []
                return
            }
        }
        if endsWriting { Socket.endWriting(descriptor) }
        watch()
    }

    private func end(_ ending: Ending) {
        self.ending = ending
        loop.unwatch(descriptor)
    }

    private func watch() {
        guard !isClosed, ending == nil else { return }
        var interest: LoopInterest = []
        if isReading { interest.insert(.readable) }
        if !outgoing.isEmpty { interest.insert(.writable) }
        loop.update(descriptor, for: interest)
    }
}
