import Core
import Glibc
import Testing

@testable import Net

@Suite struct EventLoopTests {
    @Test func `a task that prefers a loop runs on its thread, before and after it suspends`() async {
        let loop = EventLoop(name: "test")
        loop.start()
        defer { loop.stop() }
        let isCurrent = await Task(executorPreference: loop) {
            let before = loop.isCurrent
            await Task.yield()
            return [before, loop.isCurrent, EventLoop.current === loop]
        }.value
        #expect(isCurrent == [true, true, true])
        #expect(!loop.isCurrent)
        #expect(EventLoop.current == nil)
    }

    @Test func `an actor whose executor is the loop is entered without leaving the thread`() async {
        let loop = EventLoop(name: "test")
        loop.start()
        defer { loop.stop() }
        let counter = LoopCounter(loop: loop)
        let total = await Task(executorPreference: loop) {
            for _ in 0..<100 {
                await counter.increment()
            }
            return await counter.count
        }.value
        #expect(total == 100)
    }

    @Test func `work handed over by many threads is all done`() async {
        let loop = EventLoop(name: "test")
        loop.start()
        defer { loop.stop() }
        let counter = LoopCounter(loop: loop)
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    for _ in 0..<500 {
                        await counter.increment()
                    }
                }
            }
        }
        #expect(await counter.count == 4000)
    }

    @Test func `timers fire in the order of their deadlines, and a cancelled one does not`() async {
        let loop = EventLoop(name: "test")
        loop.start()
        defer { loop.stop() }
        let fired = Lock<[Int]>([])
        let called = loop.schedule(after: .milliseconds(5)) { fired.withLock { $0.append(99) } }
        await withCheckedContinuation { done in
            loop.schedule(after: .milliseconds(30)) {
                fired.withLock { $0.append(3) }
                done.resume()
            }
            loop.schedule(after: .milliseconds(20)) { fired.withLock { $0.append(2) } }
            loop.schedule(after: .milliseconds(10)) { fired.withLock { $0.append(1) } }
            called.cancel()
        }
        #expect(fired.withLock { $0 } == [1, 2, 3])
    }

    @Test func `a descriptor tells its handler until it is no longer watched`() async {
        let loop = EventLoop(name: "test")
        loop.start()
        defer { loop.stop() }
        var ends: [Int32] = [0, 0]
        #expect(pipe(&ends) == 0)
        let (reading, writing) = (ends[0], ends[1])
        let bytes = await withCheckedContinuation { done in
            loop.execute {
                loop.watch(reading, for: .readable, PipeReader(loop: loop, descriptor: reading) { done.resume(returning: $0) })
                write(writing, "ab", 2)
            }
        }
        #expect(bytes == Array("ab".utf8))
        close(reading)
        close(writing)
    }

    @Test func `jobs that never cease do not keep timers from firing`() async {
        let loop = EventLoop(name: "test")
        loop.start()
        defer { loop.stop() }
        let spinner = Task(executorPreference: loop) {
            while !Task.isCancelled {
                await Task.yield()
            }
        }
        await withCheckedContinuation { done in
            loop.schedule(after: .milliseconds(1)) { done.resume() }
        }
        spinner.cancel()
        await spinner.value
    }

    @Test func `what asked to be flushed is flushed once, after the jobs of the turn`() async {
        let loop = EventLoop(name: "test")
        loop.start()
        defer { loop.stop() }
        let order = await withCheckedContinuation { done in
            loop.execute {
                let recorder = FlushRecorder { done.resume(returning: $0) }
                loop.flushAtEndOfTurn(recorder)
                recorder.events.append("asked")
                loop.execute { recorder.events.append("job") }
            }
        }
        #expect(order == ["asked", "job", "flush"])
    }

    @Test func `stopping does what is queued first`() async {
        let loop = EventLoop(name: "test")
        let done = Lock(0)
        for _ in 0..<100 {
            loop.execute { done.withLock { $0 += 1 } }
        }
        loop.start()
        loop.stop()
        #expect(done.withLock { $0 } == 100)
    }
}

private actor LoopCounter {
    let loop: EventLoop
    var count = 0
    init(loop: EventLoop) { self.loop = loop }
    nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }
    func increment() {
        #expect(loop.isCurrent)
        count += 1
    }
}

private final class PipeReader: LoopHandler {
    let loop: EventLoop
    let descriptor: Int32
    let done: ([UInt8]) -> Void

    init(loop: EventLoop, descriptor: Int32, done: @escaping ([UInt8]) -> Void) {
        self.loop = loop
        self.descriptor = descriptor
        self.done = done
    }

    func ready(_ what: LoopInterest) {
        var bytes = [UInt8](repeating: 0, count: 16)
        let count = read(descriptor, &bytes, bytes.count)
        loop.unwatch(descriptor)
        done(Array(bytes.prefix(count)))
    }
}

private final class FlushRecorder: EventLoopFlusher, @unchecked Sendable {
    var events: [String] = []
    let done: ([String]) -> Void
    init(done: @escaping ([String]) -> Void) { self.done = done }
    func flush() { done(events + ["flush"]) }
}
