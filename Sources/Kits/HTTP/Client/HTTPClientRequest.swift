package import Core

/// A request that we send.
package struct HTTPClientRequest: Sendable {
    /// How much of an answer's content is wanted.
    package enum Content: Sendable, Hashable {
        /// All of it, at most so many bytes; a longer one, a cut one and a late one are errors.
        case whole(upTo: Int)
        /// The first so many bytes, which are not waited for beyond the deadline: once the head is there, there is an answer.
        case first(Int)
        /// All of it as it comes, at most so many bytes; `HTTPClient.download` asks so.
        case pieces(upTo: Int)
    }

    /// What to do with the resource.
    package var method: HTTPMethod
    /// Where it is.
    package var url: HTTPURL
    /// Fields besides `Host`, `Content-Length` and `Connection`, which the client sets.
    package var fields: HTTPFields
    /// The content.
    package var body: [UInt8]
    /// Connections are only shared between requests with the same key.
    package var pool: TenantID?
    /// From the call to the complete answer.
    package var deadline: Duration
    /// How much of the answer's content is wanted.
    package var content: Content
    /// Whether the server can tell that a request comes a second time, so that it may be sent again when a kept connection turns out to be dead
    /// after it was written.
    package var isRepeatable: Bool

    /// A request.
    package init(
        _ method: HTTPMethod, _ url: HTTPURL, fields: HTTPFields = HTTPFields(), body: [UInt8] = [], pool: TenantID?, deadline: Duration,
        content: Content, isRepeatable: Bool = false
    ) {
        self.method = method
        self.url = url
        self.fields = fields
        self.body = body
        self.pool = pool
        self.deadline = deadline
        self.content = content
        self.isRepeatable = isRepeatable
    }

    private static let ownFields = [
        "host", "content-length", "transfer-encoding", "connection", "keep-alive", "te", "trailer", "upgrade", "expect", "proxy-connection",
    ]

    /// The bytes to send; throws `.requestNotAllowed` when a field's name is no token or the client's own.
    func encoded() throws(HTTPClientError) -> [UInt8] {
        guard !method.name.isEmpty, method.name.utf8.allSatisfy(ASCII.isToken) else { throw .requestNotAllowed }
        guard !Self.ownFields.contains(where: { fields.contains($0) }) else { throw .requestNotAllowed }
        guard fields.pairs.allSatisfy({ !$0.name.isEmpty && $0.name.utf8.allSatisfy(ASCII.isToken) }) else { throw .requestNotAllowed }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(256 + fields.bytes.count + body.count)
        bytes.append(contentsOf: "\(method.name) \(url.target) HTTP/1.1\r\nhost: \(url.authority)\r\n".utf8)
        for (name, value) in fields.pairs { bytes.append(contentsOf: "\(name): \(value)\r\n".utf8) }
        // A method that usually has content says so when there is none (RFC 9110, section 8.6).
        if !body.isEmpty || [.post, .put, .patch].contains(method) { bytes.append(contentsOf: "content-length: \(body.count)\r\n".utf8) }
        bytes.append(contentsOf: "\r\n".utf8)
        bytes.append(contentsOf: body)
        return bytes
    }
}
