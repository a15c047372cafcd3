/// Why a body is not a form as RFC 7578 has it, or is one beyond the limits.
package enum MultipartError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The media type gives no boundary, two, or one that RFC 2046 does not allow.
    case boundary
    /// The body does not begin with a part, or something stands behind its end.
    case malformed
    /// The body ends before the closing boundary.
    case unterminated
    /// A part's header is not well-formed, says too much, or is too long.
    case header
    /// A part has no name.
    case name
    /// A part is coded or holds parts itself; both went out of use, and decoding them invites two readings.
    case coding
    /// There are more than so many parts.
    case parts(limit: Int)

    /// The rule, for a person.
    package var description: String {
        switch self {
        case .boundary: "the media type must give one boundary of 1 to 70 characters"
        case .malformed: "the body must be a form of parts between boundaries, with lines that end with CR LF"
        case .unterminated: "the body must end with the closing boundary"
        case .header: "a part's header must be well-formed and short"
        case .name: "every part must have a name"
        case .coding: "parts must not be encoded or hold other parts"
        case .parts(let limit): "there may be at most \(limit) parts"
        }
    }
}
