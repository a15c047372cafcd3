import Glibc

/// A few threads of its own for work that blocks or burns a core, behind a bounded queue.
///
/// Such work must run neither on a loop nor on Swift's cooperative pool: both have about one thread per core. The threads end when the pool
/// is let go and its queue is empty.
package final class ThreadPool: Sendable {
    /// There were already as many jobs waiting as may wait.
    package struct Overloaded: Error {}

    private let team: Team

    /// A pool of `threads` threads for which at most `queueLimit` jobs wait.
    package init(threads: Int, queueLimit: Int) {
        team = Team(queueLimit: queueLimit)
        for _ in 0..<threads { team.hire() }
    }

    deinit { team.dismiss() }

    /// Runs `work` on one of the threads.
    package func run<Result: Sendable>(_ work: @escaping @Sendable () -> Result) async throws(Overloaded) -> Result {
        let result: Result? = await withCheckedContinuation { continuation in
            if !team.take({ continuation.resume(returning: work()) }) { continuation.resume(returning: nil) }
        }
        guard let result else { throw Overloaded() }
        return result
    }

    /// Runs `work` on one of the threads and does not wait for it; throws when it cannot be queued.
    package func submit(_ work: @escaping @Sendable () -> Void) throws(Overloaded) {
        guard team.take(work) else { throw Overloaded() }
    }
}

private final class Team: @unchecked Sendable {
    private struct State {
        var queue: [@Sendable () -> Void] = []
        var next = 0
        var threads = 0
        var dismissed = false
    }

    private let state = Lock(State())
    private let queueLimit: Int
    private let wakeUp: UnsafeMutablePointer<sem_t>

    init(queueLimit: Int) {
        self.queueLimit = queueLimit
        wakeUp = .allocate(capacity: 1)
        wakeUp.initialize(to: sem_t())
        let outcome = sem_init(wakeUp, 0, 0)
        precondition(outcome == 0, "sem_init failed")
    }

    deinit {
        sem_destroy(wakeUp)
        wakeUp.deallocate()
    }

    func hire() {
        state.withLock { $0.threads += 1 }
        var thread = pthread_t()
        let this = Unmanaged.passRetained(self)
        let outcome = pthread_create(
            &thread, nil,
            { argument in
                guard let argument else { return nil }
                Unmanaged<Team>.fromOpaque(argument).takeRetainedValue().work()
                return nil
            }, this.toOpaque())
        precondition(outcome == 0, "pthread_create failed")
        pthread_detach(thread)
    }

    func take(_ job: @escaping @Sendable () -> Void) -> Bool {
        let taken = state.withLock { state in
            guard state.queue.count - state.next < queueLimit else { return false }
            state.queue.append(job)
            return true
        }
        if taken { sem_post(wakeUp) }
        return taken
    }

    func dismiss() {
        let threads = state.withLock { state in
            state.dismissed = true
            return state.threads
        }
        for _ in 0..<threads { sem_post(wakeUp) }
    }

    private func work() {
        while true {
            while sem_wait(wakeUp) != 0 {}
            let (job, over) = state.withLock { state -> ((@Sendable () -> Void)?, Bool) in
                guard state.next < state.queue.count else { return (nil, state.dismissed) }
                let job = state.queue[state.next]
                state.next += 1
                // Moved together once half is used up, so that a queue that never runs empty does not grow.
                if state.next * 2 >= state.queue.count {
                    state.queue.removeFirst(state.next)
                    state.next = 0
                }
                return (job, false)
            }
            if over { return }
            job?()
        }
    }
}
