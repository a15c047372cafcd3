import Core
import Dispatch
import Glibc

/// Stands between a client and PostgreSQL on Unix sockets; once armed, it keeps the next whole answer for itself and hangs up, so that the client
/// cannot know what PostgreSQL has committed.
final class AnswerThief: Sendable {
    /// Where clients connect: libpq's `host`.
    let directory: String
    private let target: String
    private let listener: Int32
    private let threads = DispatchQueue(label: "thief", attributes: .concurrent)
    private let state = Lock((isArmed: false, stolen: 0))

    /// How many answers it has kept.
    var stolen: Int { state.withLock { $0.stolen } }

    /// Listens in a new directory and forwards to PostgreSQL's socket in `target`.
    init(target: String, port: String) {
        var template = Array("/tmp/thief-XXXXXX".utf8CString)
        directory = String(cString: mkdtemp(&template))
        self.target = "\(target)/.s.PGSQL.\(port)"
        listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        chmod(directory, 0o755)
        _ = Self.withAddress("\(directory)/.s.PGSQL.\(port)") { bind(listener, $0, $1) }
        listen(listener, 16)
        threads.async { self.acceptAll() }
    }

    /// The next answer that ends a transaction is kept.
    func arm() { state.withLock { $0.isArmed = true } }

    func stop() {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }

    private func acceptAll() {
        while true {
            let client = accept(listener, nil, nil)
            guard client >= 0 else { return }
            let server = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
            _ = Self.withAddress(target) { connect(server, $0, $1) }
            threads.async { self.forward(from: client, to: server) { _ in false } }
            threads.async { self.forward(from: server, to: client, unless: self.isKept) }
        }
    }

    /// ReadyForQuery, which is sent after the commit, is five bytes and the state: idle.
    private func isKept(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard bytes.suffix(6) == [UInt8(ascii: "Z"), 0, 0, 0, 5, UInt8(ascii: "I")] else { return false }
        return state.withLock { state in
            guard state.isArmed else { return false }
            state = (false, state.stolen + 1)
            return true
        }
    }

    private func forward(from source: Int32, to sink: Int32, unless isKept: (ArraySlice<UInt8>) -> Bool) {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(source, &buffer, buffer.count)
            guard count > 0, !isKept(buffer[..<count]) else { break }
            guard send(sink, buffer, count, Int32(MSG_NOSIGNAL)) == count else { break }
        }
        shutdown(source, Int32(SHUT_RDWR))
        shutdown(sink, Int32(SHUT_RDWR))
    }

    private static func withAddress(_ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix($0.count - 1)) }
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(MemoryLayout<sockaddr_un>.size)) }
        }
    }
}
