import Core
import Glibc

/// The folders of a private cluster, prepared and locked.
struct ClusterLayout: Sendable {
    let binaries: Binaries
    let user: Child.User?
    let data: String
    let socket: String
    let log: String
    private let lock: Int32

    /// The longest path of a Unix socket on Linux, its closing zero included (unix(7)).
    private static let longestSocketPath = 107
    /// How large the log of PostgreSQL may be when it is kept over a start.
    private static let logLimit = 16 << 20

    /// Finds the programs, makes the folders, takes the lock, and makes the cluster if there is none.
    static func prepare(_ settings: ClusterSettings, log: Log) throws(ClusterError) -> ClusterLayout {
        try Folder.make(settings.directory, mode: 0o711)
        let directory = try Folder.resolve(settings.directory)
        let user = try serviceUser()
        if user != nil {
            for folder in try Folder.makePassable(directory) {
                log.warning("folder made passable for PostgreSQL's user", ["folder": .string(folder)])
            }
        }
        let lock = try takeLock(directory)
        do {
            let data = directory + "/postgres"
            let wanted = Folder.text(of: data + "/PG_VERSION").flatMap { Int($0.prefix { $0.isNumber }) }
            let binaries = try Binaries.find(searchPath: settings.searchPath, wanted: wanted)
            if wanted == nil { try makeCluster(data, with: binaries, as: user) }
            let layout = ClusterLayout(
                binaries: binaries, user: user, data: data, socket: try socketFolder(directory, for: user),
                log: directory + "/postgres.log", lock: lock)
            layout.trimLog()
            return layout
        } catch {
            close(lock)
            throw error
        }
    }

    /// Lets another process have the directory.
    func unlock() { close(lock) }

    /// How to connect; the folder of the socket is the lock on the door, so there is no password.
    func connection(as user: String, to database: String) -> ConnectionSettings {
        Self.connection(through: socket, as: user, to: database)
    }

    /// The folder of the socket of a cluster that another process runs in the directory; nil when nobody does.
    static func socketOfRunning(in directory: String) -> String? {
        guard let directory = try? Folder.resolve(directory) else { return nil }  // no directory, no cluster
        let descriptor = open(directory + "/lock", O_RDWR | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        return flock(descriptor, LOCK_SH | LOCK_NB) == 0 ? nil : socketPath(directory)
    }

    static func connection(through socket: String, as user: String, to database: String) -> ConnectionSettings {
        let host = socket.reduce(into: "") { text, character in
            if character == "'" || character == "\\" { text.append("\\") }
            text.append(character)
        }
        return ConnectionSettings("host='\(host)' user=\(user) dbname=\(database)")
    }

    private static func takeLock(_ directory: String) throws(ClusterError) -> Int32 {
        let path = directory + "/lock"
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .directory(directory, reason: String(cString: strerror(errno))) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw .inUse(directory: directory, by: Folder.text(of: path) ?? "unknown")
        }
        let process = Array("\(getpid())".utf8)
        _ = ftruncate(descriptor, 0)
        _ = pwrite(descriptor, process, process.count, 0)
        return descriptor
    }

    /// PostgreSQL refuses to run as root; then it runs as the user that its packages make.
    private static func serviceUser() throws(ClusterError) -> Child.User? {
        guard geteuid() == 0 else { return nil }
        var entry = passwd()
        var found: UnsafeMutablePointer<passwd>?
        var buffer = [CChar](repeating: 0, count: 4096)
        guard getpwnam_r("postgres", &entry, &buffer, buffer.count, &found) == 0, found != nil else { throw .noUser }
        return Child.User(id: entry.pw_uid, group: entry.pw_gid, name: "postgres")
    }

    /// Made beside its place and then moved there, so that a cluster is either whole or not there.
    private static func makeCluster(_ data: String, with binaries: Binaries, as user: Child.User?) throws(ClusterError) {
        let new = data + ".new"
        Folder.remove(new)
        try Folder.makePrivate(new, for: user)
        let arguments = [
            "--pgdata=\(new)", "--username=\(EmbeddedCluster.superuser)", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8",
            "--data-checksums", "--no-instructions",
        ]
        let (status, output) = try Child.run(binaries.initdb, arguments, as: user, within: .seconds(60))
        guard status == 0 else {
            throw .failed(program: "initdb", output: output.split(separator: "\n").last.map(String.init) ?? "status \(status)")
        }
        guard rename(new, data) == 0 else { throw .system("move \(new)", errno) }
    }

    private static func socketFolder(_ directory: String, for user: Child.User?) throws(ClusterError) -> String {
        let folder = socketPath(directory)
        try Folder.makePrivate(folder, for: user)
        return folder
    }

    /// Inside the directory, unless that makes a path longer than a socket may have.
    private static func socketPath(_ directory: String) -> String {
        var folder = directory + "/run"
        if folder.utf8.count + "/.s.PGSQL.5432".utf8.count >= longestSocketPath {
            // FNV-1a: the same directory finds the same folder again.
            let hash = directory.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
            folder = "/tmp/herald-\(getuid())-" + String(hash, radix: 36)
        }
        return folder
    }

    private func trimLog() {
        var status = stat()
        if stat(log, &status) == 0, status.st_size > Self.logLimit { truncate(log, 0) }
    }
}
