/// What a server accepts, and how long it waits. The defaults are those of production; tests make them small.
package struct HTTPLimits: Sendable {
    /// The head of a request, request line included, in bytes; beyond it 431.
    package var headBytes = 32 * 1024
    /// The request target, in bytes; beyond it 414. RFC 9112, section 3, asks for at least 8,000.
    package var targetBytes = 8 * 1024
    /// The method, in bytes; beyond it 501.
    package var methodBytes = 32
    /// Field lines of a head, and of a trailer section; beyond it 431.
    package var fieldCount = 100
    /// Empty lines tolerated before a request line (RFC 9112, section 2.2); beyond it 400.
    package var leadingEmptyLines = 4
    /// The content of a request, in bytes, whatever its handler takes; beyond it 413.
    package var bodyBytes = 100 * 1024 * 1024
    /// Contents up to this size, in bytes, are received before the handler starts; larger ones are streamed.
    package var bufferedBodyBytes = 64 * 1024
    /// The line that gives a chunk's size, in bytes.
    package var chunkLineBytes = 1024
    /// All chunk extensions of a request together, in bytes: they cost us work and carry nothing.
    package var chunkExtensionBytes = 16 * 1024
    /// The trailer section of a request, in bytes; beyond it 431.
    package var trailerBytes = 16 * 1024
    /// What may wait for a reader of streamed content, in bytes, before we stop receiving.
    package var bodyWindow = 64 * 1024
    /// What may wait to be sent on a connection, in bytes, before no further pipelined request is begun and writers wait.
    package var outputWindow = 64 * 1024
    /// From a connection's begin to the end of its TLS handshake.
    package var handshakeDeadline: Duration = .seconds(5)
    /// From the first byte of a head to its end.
    package var headDeadline: Duration = .seconds(10)
    /// The content may pause or dawdle for this long before `bodyMinimumRate` counts.
    package var bodyGrace: Duration = .seconds(10)
    /// The average at which content must arrive after that, in bytes per second.
    package var bodyMinimumRate = 500
    /// A connection on which nothing happens is closed after this.
    package var idleDeadline: Duration = .seconds(60)
    /// The longest that a peer may take no bytes of an answer.
    package var writeDeadline: Duration = .seconds(30)
    /// How long a connection is drained after the answer that closes it, so that a reset does not overtake the answer (RFC 9112, section 9.6).
    package var lingerDeadline: Duration = .seconds(5)
    /// How much is drained then, in bytes.
    package var lingerBytes = 8 * 1024 * 1024
    /// How long accepting pauses when the process has no descriptor left.
    package var acceptPause: Duration = .milliseconds(100)
    /// Open connections of a server; the next ones wait in the kernel's queue.
    package var connections = 16_000

    /// The limits of production.
    package init() {}
}
