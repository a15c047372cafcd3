import Core
import Database
import Glibc

/// The folder beside the program that holds what Herald made for itself: the private cluster and the keys.
struct DataFolder {
    let path: String

    /// A key that was made before, or a new one; `isNew` says which. Kept with mode 0600.
    func key(_ name: String, make: () -> String) throws(DataFolderError) -> (key: String, isNew: Bool) {
        let file = path + "/" + name
        if let kept = try read(file) { return (kept, false) }
        let made = make()
        try write(made, to: file)
        return (made, true)
    }

    private func read(_ file: String) throws(DataFolderError) -> String? {
        let descriptor = open(file, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else {
            guard errno == ENOENT else { throw DataFolderError(file, "cannot be read", errno) }
            return nil
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & 0o077 == 0 else {
            throw DataFolderError(file, "can be read by others; chmod 600 it", nil)
        }
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = Glibc.read(descriptor, &bytes, bytes.count)
        guard count > 0 else { throw DataFolderError(file, "is empty", nil) }
        return String(decoding: bytes[..<count].prefix { $0 != 0x0A }, as: UTF8.self)
    }

    /// Written under another name first, so that a key is either whole or not there.
    private func write(_ text: String, to file: String) throws(DataFolderError) {
        if mkdir(path, 0o711) != 0, errno != EEXIST { throw DataFolderError(path, "cannot be made", errno) }
        let draft = file + ".new"
        unlink(draft)
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw DataFolderError(draft, "cannot be made", errno) }
        defer { close(descriptor) }
        let bytes = Array((text + "\n").utf8)
        guard Glibc.write(descriptor, bytes, bytes.count) == bytes.count, fsync(descriptor) == 0, rename(draft, file) == 0 else {
            throw DataFolderError(file, "cannot be written", errno)
        }
    }
}

/// Why a file in the data folder cannot be used; one line.
struct DataFolderError: Error, CustomStringConvertible {
    let description: String

    init(_ file: String, _ problem: String, _ code: Int32?) {
        description = "\(file) \(problem)" + (code.map { ": \(String(cString: strerror($0)))" } ?? "")
    }
}
