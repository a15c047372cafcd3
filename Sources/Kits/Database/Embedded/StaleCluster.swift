import Core
import Glibc

/// What a killed server may have left: a PostgreSQL that still runs or is just shutting down, and its pid file.
enum StaleCluster {
    /// Ends every process of PostgreSQL that works in `data` and removes the pid file. Only for who holds the lock on the directory.
    ///
    /// A pid file is not believed: after a restart of a container its number belongs to somebody else. A process is PostgreSQL's if it works
    /// in that folder.
    static func clear(_ data: String, within limit: Duration) throws(ClusterError) {
        let clock = SystemClock()
        let deadline = clock.monotonic + limit
        let patience = clock.monotonic + limit / 2
        var signal = SIGINT
        while true {
            let processes = workers(in: data)
            if processes.isEmpty { break }
            guard clock.monotonic < deadline else { throw .tooSlow("an old PostgreSQL (process \(processes[0])) in \(data) does not end") }
            if clock.monotonic >= patience { signal = SIGQUIT }
            // To a child of PostgreSQL SIGINT only means to cancel its statement; it ends with its parent.
            for process in processes { kill(process, signal) }
            usleep(20_000)
        }
        unlink(data + "/postmaster.pid")
    }

    /// Whether the process runs: a dead one that nobody has waited for does not.
    static func isAlive(_ process: Int32) -> Bool {
        guard let status = Folder.text(of: "/proc/\(process)/stat"), let name = status.lastIndex(of: ")") else { return false }
        return !status[name...].hasPrefix(") Z") && !status[name...].hasPrefix(") X")
    }

    private static func workers(in data: String) -> [Int32] {
        guard let directory = opendir("/proc") else { return [] }
        defer { closedir(directory) }
        var found: [Int32] = []
        while let entry = readdir(directory) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
            guard let process = Int32(name), process != getpid(), works(process, in: data) else { continue }
            found.append(process)
        }
        return found
    }

    private static func works(_ process: Int32, in data: String) -> Bool {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let length = readlink("/proc/\(process)/cwd", &buffer, buffer.count)
        if length > 0 {
            let folder = String(decoding: buffer[..<length].map { UInt8(bitPattern: $0) }, as: UTF8.self)
            // A person's shell may stand in the folder too.
            return folder == data && (Folder.text(of: "/proc/\(process)/comm")?.hasPrefix("postgres") ?? false)
        }
        // In a container root may not look at another user's processes that closely, but it may read how they were started.
        guard errno == EACCES, let line = Folder.text(of: "/proc/\(process)/cmdline") else { return false }
        return line.contains("/postgres\0-D\0\(data)\0") && isAlive(process)
    }
}
