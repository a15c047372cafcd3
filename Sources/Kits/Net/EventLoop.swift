import CLinux
package import Core
import Glibc
import Synchronization

/// A thread that waits on epoll and runs tasks: it is the executor of the requests whose bytes it reads, so that they never change threads.
///
/// A turn is: wait, tell the handlers whose descriptors are ready, fire the timers that are due, run jobs until none is left, then let those
/// who asked write what they gathered. Jobs from the loop's own thread cost an array append; from elsewhere a lock and at most one wake-up.
package final class EventLoop: Loop, SerialExecutor, @unchecked Sendable {
    /// The most descriptors told in one turn; the others are told in the next.
    package static let eventsPerTurn = 256
    /// How often a turn runs jobs that jobs have queued before it looks at descriptors and timers again.
    package static let roundsPerTurn = 64
    /// The longest wait for events, in milliseconds, when no timer is due earlier.
    private static let longestWait = 60_000

    private enum Work {
        case job(UnownedJob)
        case closure(@Sendable () -> Void)
    }

    private enum State { case new, running, stopped }

    /// What the thread is called in `top` and in traces; fifteen bytes of it are shown.
    package let name: String
    private let epoll: Int32
    private let bell: Int32
    private let rung = Atomic<Bool>(false)
    private let thread = Atomic<UInt>(0)
    private let inbox: Lock<[Work]> = Lock([])
    private let state: Lock<State> = Lock(.new)

    // From here on everything belongs to the loop's thread.
    private var handlers: [(any LoopHandler)?] = []
    private var local: [Work] = []
    private var running: [Work] = []
    private var flushers: [any EventLoopFlusher] = []
    private var flushing: [any EventLoopFlusher] = []
    private var timers = TimerHeap()
    private var isStopping = false
    /// Monotonic time at the start of this turn, in nanoseconds. On the loop's thread only.
    package private(set) var turnTime: Int64 = 0

    /// Makes a loop; nothing runs before `start()`.
    package init(name: String) {
        self.name = name
        epoll = epoll_create1(Int32(EPOLL_CLOEXEC))
        bell = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
        // Without these two nothing of the server can work, and they are asked for once, at start-up.
        precondition(epoll >= 0 && bell >= 0, "the kernel gave no descriptors for an event loop")
        _ = herald_epoll_control(epoll, EPOLL_CTL_ADD, bell, EPOLLIN.rawValue)
    }

    deinit {
        close(epoll)
        close(bell)
    }

    /// The loop of the calling thread, if it is one's.
    package static var current: EventLoop? { EventLoopThread.current }

    package var isCurrent: Bool { thread.load(ordering: .relaxed) == UInt(pthread_self()) }

    /// Starts the thread. A loop is started once.
    package func start() {
        state.withLock { state in
            guard state == .new else { return }
            state = .running
            // The thread stores its own name too, because either may come first.
            thread.store(UInt(EventLoopThread.start(self)), ordering: .relaxed)
        }
    }

    /// Runs what is queued, ends the thread and waits for it. Work handed over later never runs: stop what uses the loop first. Not to be called
    /// on the loop's own thread.
    package func stop() {
        let wasRunning = state.withLock { state in
            defer { state = .stopped }
            return state == .running
        }
        guard wasRunning else { return }
        execute { self.isStopping = true }
        pthread_join(pthread_t(thread.load(ordering: .relaxed)), nil)
    }

    // MARK: Work

    package func enqueue(_ job: consuming ExecutorJob) { hand(.job(UnownedJob(job))) }

    package func execute(_ work: @escaping @Sendable () -> Void) { hand(.closure(work)) }

    package func checkIsolated() { precondition(isCurrent, "this belongs to the thread of an event loop") }

    private func hand(_ work: Work) {
        if isCurrent {
            local.append(work)
        } else {
            inbox.withLock { $0.append(work) }
            ring()
        }
    }

    private func ring() {
        guard !rung.exchange(true, ordering: .acquiringAndReleasing) else { return }
        var one: UInt64 = 1
        write(bell, &one, 8)
    }

    /// Calls `flusher` once when the jobs of this turn are done, before the loop waits again. On the loop's thread only.
    package func flushAtEndOfTurn(_ flusher: any EventLoopFlusher) { flushers.append(flusher) }

    // MARK: Timers

    @discardableResult
    package func schedule(after delay: Duration, _ work: @escaping @Sendable () -> Void) -> any LoopTimer {
        let timer = EventLoopTimer(loop: self, deadline: monotonicTime() + max(0, delay.inNanoseconds), work: work)
        if isCurrent { timers.insert(timer) } else { execute { self.timers.insert(timer) } }
        return timer
    }

    func forget(_ timer: EventLoopTimer) {
        if isCurrent { timers.remove(timer) } else { execute { self.timers.remove(timer) } }
    }

    private func monotonicTime() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }

    // MARK: Descriptors

    package func watch(_ descriptor: Int32, for interest: LoopInterest, _ handler: any LoopHandler) {
        let index = Int(descriptor)
        while handlers.count <= index {
            handlers.append(nil)
        }
        handlers[index] = handler
        _ = herald_epoll_control(epoll, EPOLL_CTL_ADD, descriptor, interest.epollEvents)
    }

    package func update(_ descriptor: Int32, for interest: LoopInterest) {
        _ = herald_epoll_control(epoll, EPOLL_CTL_MOD, descriptor, interest.epollEvents)
    }

    package func unwatch(_ descriptor: Int32) {
        guard handlers.indices.contains(Int(descriptor)), handlers[Int(descriptor)] != nil else { return }
        handlers[Int(descriptor)] = nil
        _ = herald_epoll_control(epoll, EPOLL_CTL_DEL, descriptor, 0)
    }

    // MARK: The thread

    func begin() { thread.store(UInt(pthread_self()), ordering: .relaxed) }

    func run() {
        let events = UnsafeMutableBufferPointer<epoll_event>.allocate(capacity: Self.eventsPerTurn)
        defer { events.deallocate() }
        turnTime = monotonicTime()
        while !(isStopping && local.isEmpty) {
            let count = epoll_wait(epoll, events.baseAddress, Int32(events.count), waitTime())
            turnTime = monotonicTime()
            for index in 0..<Int(max(0, count)) {
                tell(events[index])
            }
            while let timer = timers.popDue(at: turnTime) {
                timer.fire()
            }
            runJobs()
        }
        handlers = []
        timers = TimerHeap()
    }

    private func waitTime() -> Int32 {
        guard local.isEmpty, flushers.isEmpty else { return 0 }
        guard let deadline = timers.earliest else { return Int32(Self.longestWait) }
        let milliseconds = (deadline - turnTime + 999_999) / 1_000_000
        return Int32(min(max(0, milliseconds), Int64(Self.longestWait)))
    }

    private func tell(_ event: epoll_event) {
        let descriptor = event.data.fd
        if descriptor == bell {
            var count: UInt64 = 0
            read(bell, &count, 8)
            // Cleared before the inbox is emptied: whoever adds afterwards rings again.
            rung.store(false, ordering: .sequentiallyConsistent)
            let work = inbox.withLock { inbox in
                defer { inbox = [] }
                return inbox
            }
            local.append(contentsOf: work)
            return
        }
        // A handler of this turn may have closed the descriptor of a later event.
        guard let handler = handlers[Int(descriptor)] else { return }
        handler.ready(LoopInterest(epollEvents: event.events))
    }

    private func runJobs() {
        let serial = asUnownedSerialExecutor()
        let task = asUnownedTaskExecutor()
        for _ in 0..<Self.roundsPerTurn {
            if local.isEmpty {
                guard flush() else { return }
                continue
            }
            swap(&local, &running)
            for work in running {
                switch work {
                case .job(let job): job.runSynchronously(isolatedTo: serial, taskExecutor: task)
                case .closure(let closure): closure()
                }
            }
            running.removeAll(keepingCapacity: true)
        }
        _ = flush()
    }

    private func flush() -> Bool {
        guard !flushers.isEmpty else { return false }
        swap(&flushers, &flushing)
        for flusher in flushing {
            flusher.flush()
        }
        flushing.removeAll(keepingCapacity: true)
        return true
    }
}

extension LoopInterest {
    fileprivate var epollEvents: UInt32 {
        (contains(.readable) ? EPOLLIN.rawValue : 0) | (contains(.writable) ? EPOLLOUT.rawValue : 0)
    }

    fileprivate init(epollEvents: UInt32) {
        // An error or a hang-up counts as both. On raw values, because the set's own operations are generic and run on every event.
        let isBroken = epollEvents & (EPOLLERR.rawValue | EPOLLHUP.rawValue) != 0
        let readable: UInt8 = isBroken || epollEvents & EPOLLIN.rawValue != 0 ? Self.readable.rawValue : 0
        let writable: UInt8 = isBroken || epollEvents & EPOLLOUT.rawValue != 0 ? Self.writable.rawValue : 0
        self.init(rawValue: readable | writable)
    }
}
