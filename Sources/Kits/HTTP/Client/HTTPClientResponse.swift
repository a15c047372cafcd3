/// The answer to a request that we sent. What is in it was written by a stranger.
package struct HTTPClientResponse: Sendable {
    /// The status, 200 to 599.
    package let status: Int
    /// The fields of the head.
    package let fields: HTTPFields
    /// The content, or as much of it as was asked for. Never decompressed.
    package let body: [UInt8]
    /// Whether `body` is all there was.
    package let isBodyComplete: Bool
}
