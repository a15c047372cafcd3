/// Why the content of a request could not be read.
package enum HTTPBodyError: Error, Equatable, Sendable {
    /// It is larger than `limit` bytes.
    case tooLarge(limit: Int)
    /// The peer went away before the end, or the task that was reading was cancelled.
    case disconnected
    /// Its chunked coding is broken.
    case malformed
    /// The peer sent it too slowly.
    case timedOut
}
