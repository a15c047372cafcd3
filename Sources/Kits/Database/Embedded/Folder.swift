import Core
import Glibc

/// The few things the cluster does to folders and files.
enum Folder {
    /// Makes a folder with its parents, unless it is there.
    static func make(_ path: String, mode: mode_t) throws(ClusterError) {
        if mkdir(path, mode) == 0 || errno == EEXIST { return }
        guard errno == ENOENT, let slash = path.lastIndex(of: "/"), slash > path.startIndex else {
            throw .directory(path, reason: String(cString: strerror(errno)))
        }
        try make(String(path[..<slash]), mode: 0o755)
        guard mkdir(path, mode) == 0 || errno == EEXIST else { throw .directory(path, reason: String(cString: strerror(errno))) }
    }

    /// A folder that only `user` (nil: we) can enter. Refused if somebody else's lies there already, as may happen under /tmp.
    static func makePrivate(_ path: String, for user: Child.User?) throws(ClusterError) {
        try make(path, mode: 0o700)
        var status = stat()
        guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else { throw .directory(path, reason: "it is not a folder") }
        let owner = user?.id ?? getuid()
        guard status.st_uid == owner || status.st_uid == getuid() else { throw .directory(path, reason: "it belongs to somebody else") }
        if status.st_uid != owner, chown(path, owner, user?.group ?? getgid()) != 0 { throw .system("give \(path) away", errno) }
        guard chmod(path, 0o700) == 0 else { throw .system("close \(path)", errno) }
    }

    /// The path without links and dots; throws if it does not exist.
    static func resolve(_ path: String) throws(ClusterError) -> String {
        guard let resolved = realpath(path, nil) else { throw .directory(path, reason: String(cString: strerror(errno))) }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    /// Lets other users pass through the folder and those above it, without letting them look inside: PostgreSQL, running as another user,
    /// must reach its own. Returns the folders that had to be changed.
    static func makePassable(_ path: String) throws(ClusterError) -> [String] {
        var changed: [String] = []
        var folder = path
        while folder != "/", !folder.isEmpty {
            var status = stat()
            guard stat(folder, &status) == 0 else { throw .system("look at \(folder)", errno) }
            if status.st_mode & S_IXOTH == 0 {
                guard chmod(folder, (status.st_mode & 0o7777) | S_IXOTH) == 0 else {
                    throw .directory(folder, reason: "PostgreSQL's user cannot pass through it")
                }
                changed.append(folder)
            }
            folder = folder.lastIndex(of: "/").map { String(folder[..<$0]) } ?? ""
        }
        return changed
    }

    /// The text of a small file, at most 64 KiB; nil if it cannot be read.
    static func text(of path: String) -> String? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 65_536)
        let count = read(descriptor, &bytes, bytes.count)
        return count >= 0 ? String(decoding: bytes[..<count], as: UTF8.self) : nil
    }

    /// Removes a folder with everything in it; what cannot be removed stays.
    static func remove(_ path: String) {
        // Whatever is left over is found again, and removed, the next time.
        _ = try? Child.run("/bin/rm", ["-rf", path], within: .seconds(30))
    }
}
