import Contracts
import Core
import HTTP

/// Posts one body to one URL and says what happened, whatever that was.
struct Poster: Sendable {
    /// How long one try may take in all.
    static let deadline: Duration = .seconds(15)

    let client: HTTPClient
    let policy: HTTPClientPolicy
    let clock: any Clock

    /// Posts with the endpoint's own headers, then ours, which win.
    func post(_ body: [UInt8], to url: HTTPURL, for tenant: TenantID, headers: [(String, String)], secret: WebhookSecret, id: String) async
        -> Attempt
    {
        let at = clock.now
        let start = clock.monotonic
        var fields = HTTPFields()
        for (name, value) in headers {
            fields.add(name, value)
        }
        fields.add("Content-Type", "application/json")
        fields.add("User-Agent", "Herald/1")
        for (name, value) in secret.headers(id: id, at: at, body: body) {
            fields.add(name, value)
        }
        let request = HTTPClientRequest(
            .post, url, fields: fields, body: body, pool: tenant, deadline: Self.deadline, content: .first(Attempt.excerptLimit),
            isRepeatable: true)
        do throws(HTTPClientError) {
            let response = try await client.send(request)
            let isSuccess = (200..<300).contains(response.status)
            return Attempt(
                at: at, duration: clock.monotonic - start, status: response.status, failure: isSuccess ? nil : "status_\(response.status)",
                excerpt: String(decoding: response.body.filter { $0 != 0 }, as: UTF8.self),
                retryAfter: response.fields["Retry-After"].flatMap { UInt32($0) }.map { .seconds(Int64($0)) })
        } catch {
            return Attempt(
                at: at, duration: clock.monotonic - start, status: nil, failure: Self.name(of: error), excerpt: "", retryAfter: nil)
        }
    }

    /// The URL, or the rule it breaks: what can be refused without asking for addresses.
    func check(_ text: String) throws(Problem) -> HTTPURL {
        let url: HTTPURL
        do throws(HTTPURLError) {
            url = try HTTPURL(text)
        } catch {
            throw .invalid([Violation("/url", "is not a URL that can be posted to")])
        }
        do throws(HTTPClientError) {
            try policy.check(url)
        } catch {
            switch error {
            case .addressNotAllowed: throw .invalid([Violation("/url", "must lead to a public address")])
            default: throw .invalid([Violation("/url", policy.schemes.contains(.http) ? "is not allowed" : "must begin with https://")])
            }
        }
        return url
    }

    private static func name(of error: HTTPClientError) -> String {
        switch error {
        case .requestNotAllowed: "not_allowed"
        case .dnsFailed: "dns_failed"
        case .addressNotAllowed: "address_not_allowed"
        case .connectTimedOut: "connect_timed_out"
        case .connectionRefused: "connection_refused"
        case .unreachable: "unreachable"
        case .tlsFailed: "tls_failed"
        case .timedOut: "timed_out"
        case .responseTooLarge: "response_too_large"
        case .malformedResponse: "malformed_response"
        case .disconnected: "disconnected"
        case .cancelled: "cancelled"
        case .overloaded: "overloaded"
        }
    }
}
