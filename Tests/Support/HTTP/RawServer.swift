import Core
import Glibc
import Net

/// A server on 127.0.0.1 that says exactly what a test tells it to, on a thread for each connection.
package final class RawServer: Sendable {
    /// What happens on a connection; connections count from 0. The connection is closed when it returns.
    package typealias Script = @Sendable (_ peer: RawPeer, _ connection: Int) -> Void

    /// Where it listens.
    package let port: Int
    private let listener: Int32
    private let counter = Lock(0)

    /// Listens on a port of the kernel's choice; with `identity`, behind TLS.
    package init(identity: TestAuthority.Identity? = nil, _ script: @escaping Script) throws {
        let tls = try identity.map { try TLSContext.server(certificate: $0.certificate, key: $0.key) }
        (listener, port) = RawSocket.listen(backlog: 128)
        let listener = listener
        let counter = counter
        RawSocket.onThread {
            while true {
                let descriptor = accept(listener, nil, nil)
                guard descriptor >= 0 else { break }
                let number = counter.withLock { count in
                    count += 1
                    return count - 1
                }
                RawSocket.onThread {
                    let peer = RawPeer(descriptor, tls: tls)
                    if peer.isReady { script(peer, number) }
                    peer.close()
                }
            }
            close(listener)
        }
    }

    deinit { shutdown(listener, Int32(SHUT_RDWR)) }

    /// How many connections came so far.
    package var connectionCount: Int { counter.withLock { $0 } }

    /// A server that gives every request of every connection the same answer.
    package static func answering(_ answer: String, identity: TestAuthority.Identity? = nil) throws -> RawServer {
        try RawServer(identity: identity) { peer, _ in
            while peer.request() != nil { peer.send(answer) }
        }
    }
}
