import CLinux
import Core
import Glibc

/// A program that was started, without a shell and with nothing of ours but its three standard descriptors.
struct Child: Sendable {
    let process: pid_t

    /// Whom a program runs as, when that is not us.
    struct User: Sendable, Hashable {
        let id: UInt32
        let group: UInt32
        let name: String
    }

    /// The environment of every program; ours may hold secrets, and PostgreSQL's own variables would mislead it.
    private static let environment = ["PATH=/usr/local/bin:/usr/bin:/bin", "LC_ALL=C", "TZ=UTC"]

    /// Starts a program; what it prints goes to the descriptor `output`. `deathSignal` reaches it when the calling *thread* ends.
    static func spawn(
        _ program: String, _ arguments: [String], as user: User?, output: Int32, deathSignal: Int32 = 0
    ) throws(ClusterError) -> Child {
        let strings = ([program] + arguments).map { strdup($0) }
        let variables = environment.map { strdup($0) }
        defer { for pointer in strings + variables { free(pointer) } }
        let process = herald_spawn(
            program, strings + [nil], variables + [nil], output, user.map { Int32(bitPattern: $0.id) } ?? -1,
            user.map { Int32(bitPattern: $0.group) } ?? -1, deathSignal)
        guard process > 0 else { throw .system("start \(program)", errno) }
        return Child(process: process)
    }

    /// Runs a program to its end; its exit status and what it printed, at most 64 KiB. Killed when it takes longer than `limit`.
    static func run(_ program: String, _ arguments: [String], as user: User? = nil, within limit: Duration) throws(ClusterError) -> (
        status: Int32, output: String
    ) {
        var pipe: [Int32] = [-1, -1]
        guard Glibc.pipe(&pipe) == 0 else { throw .system("make a pipe", errno) }
        defer { close(pipe[0]) }
        _ = fcntl(pipe[0], F_SETFD, FD_CLOEXEC)
        _ = fcntl(pipe[1], F_SETFD, FD_CLOEXEC)
        let child: Child
        do {
            defer { close(pipe[1]) }
            child = try spawn(program, arguments, as: user, output: pipe[1])
        }
        let deadline = SystemClock().monotonic + limit
        var output: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4096)
        while Poll.wait(pipe[0], writable: false, until: deadline) {
            let count = read(pipe[0], &chunk, chunk.count)
            if count <= 0 { break }
            if output.count < 65_536 { output += chunk[..<count] }
        }
        if SystemClock().monotonic >= deadline { kill(child.process, SIGKILL) }
        return (child.wait(), String(decoding: output, as: UTF8.self))
    }

    /// Waits for the end; the exit status, or 128 and the signal that ended it.
    func wait() -> Int32 {
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        return Self.code(status)
    }

    /// The exit status if it has ended.
    func exited() -> Int32? {
        var status: Int32 = 0
        return waitpid(process, &status, WNOHANG) == 0 ? nil : Self.code(status)
    }

    private static func code(_ status: Int32) -> Int32 {
        let signal = status & 0x7F
        return signal == 0 ? (status >> 8) & 0xFF : 128 + signal
    }
}
