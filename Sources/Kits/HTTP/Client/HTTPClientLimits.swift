/// What a client accepts, keeps, and waits for. The defaults are those of production; tests make them small.
package struct HTTPClientLimits: Sendable {
    /// The status line of an answer, in bytes.
    package var statusLineBytes = 8 * 1024
    /// The head of an answer and the trailers of one, in bytes each.
    package var headBytes = 64 * 1024
    /// Field lines of a head, and of a trailer section.
    package var fieldCount = 200
    /// Interim answers (1xx) before the final one.
    package var interimAnswers = 8
    /// The line that gives a chunk's size, in bytes.
    package var chunkLineBytes = 1024
    /// Connections open at the same time.
    package var connections = 2048
    /// Connections kept for later, altogether.
    package var idleConnections = 256
    /// Connections kept for later to one server for one pool key.
    package var idleConnectionsPerServer = 4
    /// How long a connection is kept for later.
    package var idleTime: Duration = .seconds(30)
    /// How many of a name's addresses are tried.
    package var addressesTried = 3
    /// From the first attempt to connect to a connection that can be written to, TLS included.
    package var connectDeadline: Duration = .seconds(5)
    /// How long finding the addresses of a name may take.
    package var resolveDeadline: Duration = .seconds(5)

    /// The limits of production.
    package init() {}
}
