/// An answer. `Date`, `Content-Length`, `Transfer-Encoding` and `Connection` are the server's business and are not to be set.
package struct HTTPResponse: Sendable {
    /// What an answer carries.
    package enum Body: Sendable {
        /// Nothing.
        case none
        /// These bytes.
        case bytes([UInt8])
        /// What a closure writes, as it writes it, in chunked coding.
        case stream(HTTPStreamWriting)
        /// Exactly so many bytes, which a closure writes; an answer with fewer breaks off, and what goes beyond them is an error of the closure's.
        case sized(Int, HTTPStreamWriting)
    }

    /// The status code, 200 to 599.
    package var status: Int
    /// The header fields.
    package var fields: HTTPFields
    /// The content.
    package var body: Body

    /// Puts an answer together.
    package init(status: Int, fields: HTTPFields = [:], body: Body = .none) {
        self.status = status
        self.fields = fields
        self.body = body
    }
}
