import API
import Contracts
import Core
import HTTP
import TestSupport

/// A responder over sample dialects, and what it logged.
struct Sample {
    let responder: APIResponder
    let log: CapturedLog

    init(
        _ dialects: [Dialect], interceptor: (any Interceptor)? = nil, pacing: (any PaceGate)? = nil, clock: any Clock = SystemClock(),
        log: CapturedLog = CapturedLog(),
        proxies: TrustedProxies = .none
    ) throws {
        self.log = log
        let gate = Gate(
            admission: SampleAdmission(),
            operatorKey: { (credentials) throws(Problem) in
                guard case .key(let key) = credentials, key.reveal == "operator" else { throw .unauthenticated(.invalid) }
            }, pacing: pacing, interceptors: interceptor.map { [$0] } ?? [])
        responder = try APIResponder(
            dialects: dialects, gate: gate, trustedProxies: proxies, runtime: .testing(clock: clock, log: log))
    }

    /// One native dialect with these routes.
    init(routes: [Route], interceptor: (any Interceptor)? = nil, pacing: (any PaceGate)? = nil) throws {
        try self.init([.sample(.native, routes: routes)], interceptor: interceptor, pacing: pacing)
    }

    func send(
        _ method: HTTPMethod, _ target: String, _ fields: HTTPFields = ["Authorization": "Bearer good"], body: String = ""
    ) async -> Reply {
        Reply(await responder.respond(to: HTTPRequest(method: method, target: target, fields: fields, body: Array(body.utf8))))
    }
}

/// An answer, as a test asks about it.
struct Reply {
    let status: Int
    let fields: HTTPFields
    let text: String
    let isStream: Bool

    init(_ response: HTTPResponse) {
        status = response.status
        fields = response.fields
        switch response.body {
        case .none: (text, isStream) = ("", false)
        case .bytes(let bytes): (text, isStream) = (String(decoding: bytes, as: UTF8.self), false)
        case .stream, .sized: (text, isStream) = ("", true)
        }
    }

    var json: JSON { (try? JSONParser.parse(text)) ?? .null }
    /// Which dialect worded a failure, and which one.
    var failure: String { "\(json["dialect"]?.string ?? "?") \(json["kind"]?.string ?? "?")" }
    var pointers: [String] { json["pointers"]?.array?.compactMap(\.string) ?? [] }
}
