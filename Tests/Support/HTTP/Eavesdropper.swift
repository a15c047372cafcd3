import Core
import Glibc

/// Listens at every address of this machine, of both versions, and counts who comes; everybody is sent away without a word.
package final class Eavesdropper: Sendable {
    /// Where it listens.
    package let port: Int
    private let listener: Int32
    private let counter = Lock(0)

    /// Listens on a port of the kernel's choice.
    package init() {
        let listener = socket(AF_INET6, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var both: Int32 = 0
        setsockopt(listener, Int32(IPPROTO_IPV6), IPV6_V6ONLY, &both, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in6()
        address.sin6_family = sa_family_t(AF_INET6)
        var length = socklen_t(MemoryLayout<sockaddr_in6>.size)
        withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                precondition(bind(listener, pointer, length) == 0, "no port for an eavesdropper")
                precondition(Glibc.listen(listener, 128) == 0, "an eavesdropper cannot listen")
                getsockname(listener, pointer, &length)
            }
        }
        self.listener = listener
        port = Int(UInt16(bigEndian: address.sin6_port))
        let counter = counter
        RawSocket.onThread {
            while true {
                let descriptor = accept(listener, nil, nil)
                guard descriptor >= 0 else { break }
                counter.withLock { $0 += 1 }
                close(descriptor)
            }
            close(listener)
        }
    }

    deinit { shutdown(listener, Int32(SHUT_RDWR)) }

    /// How many connections came so far.
    package var connectionCount: Int { counter.withLock { $0 } }
}
