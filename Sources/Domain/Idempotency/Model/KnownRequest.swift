package import Contracts
package import Core

/// What is known of a request that came before.
package struct KnownRequest: Sendable {
    /// Its id.
    package let id: RequestID
    /// SHA-256 of method, target and content; nil where its content streams and has not all come.
    package let fingerprint: [UInt8]?
    /// When it came.
    package let createdAt: Instant
    /// Until when it is known.
    package let expiresAt: Instant
    /// How it ended.
    package let end: End

    /// How a request ended, as far as is known.
    package enum End: Sendable {
        /// It was answered so.
        case answered(StoredAnswer)
        /// It was answered, and the answer was too large to be kept.
        case answeredAtLength
        /// It was granted these messages and not answered: it can be answered now.
        case granted(BatchID)
        /// It has done something, and was not answered yet.
        case open
    }
}
