/// What a parsed head says about its connection and its content. Offsets count from the first byte of the head.
struct HTTPRequestHead: Sendable {
    /// How the end of the content is found (RFC 9112, section 6.3).
    enum Framing: Sendable, Equatable {
        case none
        case length(Int)
        case chunked
    }

    var method = HTTPMethod.get
    var target = RequestTarget()
    /// HTTP/1.0 rather than 1.1.
    var isOld = false
    var framing = Framing.none
    var keepsAlive = true
    var expectsContinue = false
    var entries: [HTTPFields.Entry] = []
    /// How many bytes it takes, the empty line included.
    var end = 0
}
