import Core
import Glibc

/// A thread that runs an actor's jobs one after the other, so that a call which blocks never holds a thread of the cooperative pool.
final class ThreadExecutor: SerialExecutor {
    private struct Inbox {
        var jobs: [UnownedJob] = []
        var stopped = false
    }

    private let inbox = Lock(Inbox())
    private let bell = Semaphore()

    /// Starts the thread. `name` is cut to the fifteen bytes that Linux keeps.
    init(name: String) {
        Thread.start(name: name) { [self] in run() }
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let wasEmpty = inbox.withLock { inbox in
            inbox.jobs.append(job)
            return inbox.jobs.count == 1
        }
        if wasEmpty { bell.signal() }
    }

    /// Ends the thread once what is queued has run. Nothing may be enqueued afterwards.
    func stop() {
        inbox.withLock { $0.stopped = true }
        bell.signal()
    }

    private func run() {
        while true {
            let (jobs, stopped) = inbox.withLock { inbox in
                defer { inbox.jobs.removeAll(keepingCapacity: true) }
                return (inbox.jobs, inbox.stopped)
            }
            for job in jobs { job.runSynchronously(on: asUnownedSerialExecutor()) }
            if jobs.isEmpty {
                if stopped { return }
                bell.wait()
            }
        }
    }
}
