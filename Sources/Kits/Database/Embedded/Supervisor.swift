import CLinux
import Core
import Glibc

/// Starts the private PostgreSQL, starts it again when it ends unasked, and stops it; all on one thread, whose end PostgreSQL would take as
/// the end of this process.
final class Supervisor: Sendable {
    private struct State {
        var process: Int32?
        var isStopping = false
        var started: CheckedContinuation<Void, any Error>?
        var stopped: CheckedContinuation<Void, Never>?
        var hasEnded = false
    }

    /// The longest until PostgreSQL serves, recovery after a crash included.
    private static let startLimit: Duration = .seconds(120)
    /// How often the first start may fail before it is given up; the remains of an old PostgreSQL may take a moment to go.
    private static let startFailuresLimit = 5
    /// The longest for each way of stopping before the next, harder one.
    private static let stopLimit: Duration = .seconds(8)
    /// The longest pause between two starts.
    private static let longestBackoff: Duration = .seconds(5)

    private let layout: ClusterLayout
    private let deathSignal: Int32
    private let log: Log
    private let state = Lock(State())
    private let wake: Int32
    private let clock = SystemClock()

    init(layout: ClusterLayout, deathSignal: Int32, log: Log) {
        self.layout = layout
        self.deathSignal = deathSignal
        self.log = log
        wake = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
    }

    deinit { close(wake) }

    /// The process id of PostgreSQL while it runs.
    var process: Int32? { state.withLock { $0.process } }

    /// Returns once PostgreSQL serves; throws `ClusterError` if it does not come to that.
    func start() async throws {
        try await withCheckedThrowingContinuation { continuation in
            state.withLock { $0.started = continuation }
            Thread.start(name: "postgres-watch") { [self] in run() }
        }
    }

    /// Returns once PostgreSQL has ended.
    func stop() async {
        await withCheckedContinuation { continuation in
            let hasEnded = state.withLock { state in
                state.isStopping = true
                if !state.hasEnded { state.stopped = continuation }
                return state.hasEnded
            }
            if hasEnded { return continuation.resume() }
            eventfd_write(wake, 1)
        }
    }

    /// Ends PostgreSQL at once and for good; waits two seconds for it at most.
    func abandon() {
        let process = state.withLock { state in
            state.isStopping = true
            return state.process
        }
        guard let process else { return }
        kill(process, SIGQUIT)
        let deadline = clock.monotonic + .seconds(2)
        while clock.monotonic < deadline, StaleCluster.isAlive(process) { usleep(5000) }
    }

    private func run() {
        var failures = 0
        while !state.withLock({ $0.isStopping }) {
            do {
                try StaleCluster.clear(layout.data, within: Self.stopLimit)
                let child = try launch()
                if awaitReady(child) {
                    failures = 0
                    state.withLock { $0.started.take() }?.resume()
                } else if state.withLock({ $0.started != nil && !$0.isStopping }) {
                    try giveUp(child, after: failures)
                }
                let isAsked = watch(child)
                state.withLock { $0.process = nil }
                if isAsked { break }
                log.warning("private PostgreSQL ended and is started again", ["log": .string(lastLogLine())])
            } catch {
                if let started = state.withLock({ $0.started.take() }) {
                    started.resume(throwing: error)
                    break
                }
                log.error("private PostgreSQL cannot be started", ["error": .string("\(error)")])
            }
            failures += 1
            pause(min(.milliseconds(50) * (1 << min(failures, 8)), Self.longestBackoff))
        }
        let (started, stopped) = state.withLock { state in
            state.hasEnded = true
            return (state.started.take(), state.stopped.take())
        }
        started?.resume(throwing: ClusterError.tooSlow("PostgreSQL was stopped before it served"))
        stopped?.resume()
    }

    /// Throws when the first start has come to nothing: it ended several times, or it takes too long. Later on nobody waits, and a long
    /// recovery is let go on.
    private func giveUp(_ child: Child, after failures: Int) throws(ClusterError) {
        if StaleCluster.isAlive(child.process) {
            state.withLock { $0.isStopping = true }
            _ = watch(child)
            throw .tooSlow("PostgreSQL did not begin to serve within \(Self.startLimit.inMilliseconds / 1000) seconds; see \(layout.log)")
        }
        if failures >= Self.startFailuresLimit { throw .failed(program: "postgres", output: lastLogLine()) }
    }

    private func launch() throws(ClusterError) -> Child {
        let output = open(layout.log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard output >= 0 else { throw .directory(layout.log, reason: String(cString: strerror(errno))) }
        defer { close(output) }
        let arguments = ["-D", layout.data] + Tuning.settings(socket: layout.socket).flatMap { ["-c", "\($0.key)=\($0.value)"] }
        let child = try Child.spawn(layout.binaries.postgres, arguments, as: layout.user, output: output, deathSignal: deathSignal)
        state.withLock { $0.process = child.process }
        return child
    }

    /// PostgreSQL writes "ready" into the eighth line of its pid file when it serves.
    private func awaitReady(_ child: Child) -> Bool {
        let deadline = clock.monotonic + Self.startLimit
        while clock.monotonic < deadline, !state.withLock({ $0.isStopping }) {
            let lines = Folder.text(of: layout.data + "/postmaster.pid")?.split(separator: "\n", omittingEmptySubsequences: false) ?? []
            if lines.count > 7, lines[0] == "\(child.process)", lines[7].hasPrefix("ready") { return true }
            if !StaleCluster.isAlive(child.process) { return false }
            pause(.milliseconds(10))
        }
        return false
    }

    /// Waits until PostgreSQL ends by itself (false) or is stopped because we were asked to (true).
    private func watch(_ child: Child) -> Bool {
        let descriptor = herald_watch_process(child.process)
        defer { if descriptor >= 0 { close(descriptor) } }
        while true {
            if child.exited() != nil { return state.withLock { $0.isStopping } }
            if state.withLock({ $0.isStopping }) { break }
            var descriptors = [pollfd(fd: wake, events: Int16(POLLIN), revents: 0), pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)]
            // Without a descriptor for the process (old kernels) looking now and then must do; poll ignores a negative one.
            poll(&descriptors, 2, descriptor >= 0 ? 10_000 : 100)
        }
        // Fast, then at once, then without asking.
        for signal in [SIGINT, SIGQUIT, SIGKILL] {
            kill(child.process, signal)
            let deadline = clock.monotonic + Self.stopLimit
            while clock.monotonic < deadline {
                if child.exited() != nil { return true }
                if descriptor >= 0 {
                    _ = Poll.wait(descriptor, writable: false, until: deadline)
                } else {
                    usleep(10_000)
                }
            }
        }
        return true
    }

    private func pause(_ duration: Duration) {
        _ = Poll.wait(wake, writable: false, until: clock.monotonic + duration)
    }

    private func lastLogLine() -> String {
        let descriptor = open(layout.log, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return "" }
        defer { close(descriptor) }
        let size = lseek(descriptor, 0, SEEK_END)
        var bytes = [UInt8](repeating: 0, count: 2048)
        let count = pread(descriptor, &bytes, bytes.count, max(0, size - bytes.count))
        let lines = String(decoding: bytes[..<max(count, 0)], as: UTF8.self).split(separator: "\n")
        return (lines.last { $0.contains("FATAL") || $0.contains("PANIC") } ?? lines.last).map(String.init) ?? ""
    }
}
