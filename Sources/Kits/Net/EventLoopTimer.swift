import Core
import Synchronization

/// A piece of work that a loop does later, unless it is called off.
final class EventLoopTimer: LoopTimer, @unchecked Sendable {
    /// Monotonic nanoseconds.
    let deadline: Int64
    /// Where it is in the heap; the loop's own.
    var position: Int?
    private let loop: EventLoop
    private let isCancelled = Atomic<Bool>(false)
    private let work: @Sendable () -> Void

    init(loop: EventLoop, deadline: Int64, work: @escaping @Sendable () -> Void) {
        self.loop = loop
        self.deadline = deadline
        self.work = work
    }

    func cancel() {
        guard !isCancelled.exchange(true, ordering: .relaxed) else { return }
        loop.forget(self)
    }

    func fire() {
        guard !isCancelled.exchange(true, ordering: .relaxed) else { return }
        work()
    }
}
