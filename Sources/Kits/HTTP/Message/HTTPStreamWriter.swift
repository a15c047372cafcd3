/// Writes the content of an answer piece by piece. When the peer goes away or the server stops, the task is cancelled and writes throw.
package typealias HTTPStreamWriting = @Sendable (HTTPStreamWriter) async throws -> Void

/// Why an answer's content cannot be written any further.
package enum HTTPStreamError: Error, Equatable, Sendable {
    /// The peer is gone, or did not read for as long as the server waits.
    case disconnected
}

/// The open end of an answer under way.
package struct HTTPStreamWriter: Sendable {
    private let send: @Sendable ([UInt8]) async throws(HTTPStreamError) -> Void

    /// A writer that hands its bytes to `send`.
    package init(_ send: @escaping @Sendable ([UInt8]) async throws(HTTPStreamError) -> Void) { self.send = send }

    /// Sends bytes; returns once there is room for more, so that a slow peer slows the writer down. Throws when the peer is gone.
    package func write(_ bytes: [UInt8]) async throws(HTTPStreamError) {
        guard !bytes.isEmpty else { return }
        try await send(bytes)
    }
}
