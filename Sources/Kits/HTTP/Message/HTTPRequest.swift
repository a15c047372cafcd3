package import Net

/// A request as it was received. What the request line says is kept as bytes; the texts are made when asked for.
package struct HTTPRequest: Sendable {
    /// The method.
    package let method: HTTPMethod
    /// The header fields.
    package let fields: HTTPFields
    /// The content.
    package let body: HTTPRequestBody
    /// Who sent it; behind a proxy, the proxy.
    package let peer: SocketAddress
    /// When its head was complete, on the runtime's monotonic clock.
    package let received: Duration
    private let head: [UInt8]
    private let line: RequestTarget

    init(
        method: HTTPMethod, head: [UInt8], target: RequestTarget, fields: HTTPFields, body: HTTPRequestBody, peer: SocketAddress, received: Duration
    ) {
        self.method = method
        self.head = head
        line = target
        self.fields = fields
        self.body = body
        self.peer = peer
        self.received = received
    }

    /// Makes a request without a connection, for tests and for calls within the process. `target` is in origin form.
    package init(
        method: HTTPMethod, target: String, fields: HTTPFields = [:], body: [UInt8] = [], peer: SocketAddress = .loopback(port: 0),
        received: Duration = .zero
    ) {
        let head = Array(target.utf8)
        let pathEnd = head.firstIndex(of: UInt8(ascii: "?")) ?? head.count
        self.init(
            method: method, head: head, target: RequestTarget(start: 0, pathStart: 0, pathEnd: pathEnd, end: head.count), fields: fields,
            body: HTTPRequestBody(body), peer: peer, received: received)
    }

    /// The request target as it stands in the request line.
    package var target: String { String(decoding: head[line.start..<line.end], as: UTF8.self) }
    /// The path, not decoded: what stands before the first `?`. Begins with `/`, or is `*` for OPTIONS.
    package var path: String { String(decoding: pathBytes, as: UTF8.self) }
    /// The query, not decoded, without the `?`; nil when there is none.
    package var query: String? { queryBytes.map { String(decoding: $0, as: UTF8.self) } }

    /// The path as bytes, without an allocation.
    package var pathBytes: ArraySlice<UInt8> {
        line.pathStart == line.pathEnd ? [UInt8(ascii: "/")] : head[line.pathStart..<line.pathEnd]
    }

    /// The query as bytes, without an allocation.
    package var queryBytes: ArraySlice<UInt8>? { line.pathEnd < line.end ? head[line.pathEnd + 1..<line.end] : nil }
}

/// Where the request target and its parts stand in the head.
struct RequestTarget: Sendable {
    var start = 0
    var pathStart = 0
    var pathEnd = 0
    var end = 0
}
