import Core
import Testing

@testable import Database

/// The loop around turns of work.
@Suite struct WorkerTests {
    private struct Failure: Error {}

    private final class Lines: LogSink {
        let count = Lock(0)
        func write(_ line: [UInt8]) { count.withLock { $0 += 1 } }
    }

    @Test func `turns follow one another while there is work, and a nudge brings the next look`() async throws {
        let (turns, told) = AsyncStream.makeStream(of: Int.self)
        let left = Lock(3)
        let runtime = Runtime(log: Log(sink: Lines()))
        let worker = Worker("test", poll: .seconds(3600), runtime: runtime) {
            let now = left.withLock { left in
                defer { left = max(left - 1, 0) }
                return left
            }
            told.yield(now)
            return now
        }
        try await worker.start()
        var iterator = turns.makeAsyncIterator()
        for expected in [3, 2, 1, 0] { #expect(await iterator.next() == expected) }
        worker.nudge()
        #expect(await iterator.next() == 0)
        await worker.stop()
    }

    @Test func `stopping waits for the turn under way`() async throws {
        let (started, begin) = AsyncStream.makeStream(of: Void.self)
        let (gate, open) = AsyncStream.makeStream(of: Void.self)
        let finished = Lock(false)
        let worker = Worker("test", runtime: Runtime(log: Log(sink: Lines()))) {
            begin.yield()
            for await _ in gate { break }
            finished.withLock { $0 = true }
            return 0
        }
        try await worker.start()
        for await _ in started { break }
        let stopping = Task { await worker.stop() }
        open.yield()
        await stopping.value
        #expect(finished.withLock { $0 })
    }

    @Test func `the same error again and again is one line in the log`() async throws {
        let lines = Lines()
        let (turns, told) = AsyncStream.makeStream(of: Void.self)
        let worker = Worker("test", runtime: Runtime(log: Log(sink: lines))) {
            told.yield()
            throw Failure()
        }
        try await worker.start()
        var iterator = turns.makeAsyncIterator()
        for _ in 0..<4 {
            _ = await iterator.next()
            worker.nudge()
        }
        await worker.stop()
        #expect(lines.count.withLock { $0 } == 1)
    }
}
