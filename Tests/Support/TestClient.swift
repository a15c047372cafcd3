package import Core
package import HTTP
import Net

/// Speaks HTTP to a server on this machine.
package struct TestClient: Sendable {
    private static let loops: EventLoopGroup = {
        let loops = EventLoopGroup(count: 1)
        loops.start()
        return loops
    }()
    private static let http: HTTPClient = {
        // Plain HTTP only: the context is made because the client wants one.
        guard let tls = try? TLSContext.client() else { preconditionFailure("no TLS") }
        return HTTPClient(
            loops: loops.loops, resolver: Resolver(), tls: tls, policy: HTTPClientPolicy(schemes: [.http], publicAddressesOnly: false))
    }()
    /// How long an answer may take, and how large it may be.
    private static let deadline: Duration = .seconds(40)
    private static let answerLimit = 8 << 20

    /// Where the server listens.
    package let port: Int

    /// A client of the server on that port.
    package init(port: Int) { self.port = port }

    /// Sends a request with a bearer key, if given, and a JSON body, if given.
    package func call(
        _ method: String, _ path: String, key: String? = nil, _ body: JSON? = nil, headers: [(String, String)] = []
    ) async throws -> TestAnswer {
        var fields = HTTPFields()
        if let key { fields.add("Authorization", "Bearer \(key)") }
        if body != nil { fields.add("Content-Type", "application/json") }
        for (name, value) in headers {
            fields.add(name, value)
        }
        return try await send(method, path, fields, body?.bytes ?? [])
    }

    /// Sends a request as it is.
    package func send(_ method: String, _ path: String, _ fields: HTTPFields, _ body: [UInt8]) async throws -> TestAnswer {
        let request = HTTPClientRequest(
            HTTPMethod(method), try HTTPURL("http://127.0.0.1:\(port)\(path)"), fields: fields, body: body, pool: nil, deadline: Self.deadline,
            content: .whole(upTo: Self.answerLimit), isRepeatable: method == "GET")
        let response = try await Self.http.send(request)
        return TestAnswer(status: response.status, fields: response.fields, body: response.body)
    }

    /// A loop for servers of tests.
    static var loop: EventLoopGroup { loops }
}

/// What a server answered.
package struct TestAnswer: Sendable {
    /// The status.
    package let status: Int
    private let fields: HTTPFields
    /// The content.
    package let body: [UInt8]

    init(status: Int, fields: HTTPFields, body: [UInt8]) {
        self.status = status
        self.fields = fields
        self.body = body
    }

    /// The value of a header.
    package func header(_ name: String) -> String? { fields[name] }
    /// The content as text.
    package var text: String { String(decoding: body, as: UTF8.self) }
    /// The content as JSON; null when it is not.
    package var json: JSON { (try? JSONParser.parse(body)) ?? .null }
}
