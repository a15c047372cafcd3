package import Contracts
package import Core
package import HTTP

/// What a caller has shown.
package enum Credentials: Sendable {
    /// An API key, or the operator's.
    case key(Secret<String>)
    /// An API key or, in its place, a person's access token: what the native API takes.
    case keyOrToken(Secret<String>)
    /// An API key and, beside it, an access token or the key once more (contract FS1-49).
    case keyAndToken(key: Secret<String>, token: Secret<String>)
    /// A token of one use that opens the event stream of this path, for browsers, which cannot set a header there (contract GS-30).
    case streamToken(Secret<String>, path: String)

    /// The key in `Authorization: Bearer …`; the scheme's case does not matter (contract FS2-10).
    package static func bearer(_ request: HTTPRequest) throws(Problem) -> Credentials {
        .key(try bearerToken(request))
    }

    /// The key in `Authorization: Bearer …` or, where there is no such header and something is fetched, the token of one use in `?token=`. What
    /// it opens is decided by who issued it.
    package static func bearerOrStreamToken(_ request: HTTPRequest) throws(Problem) -> Credentials {
        // HEAD would use the token up without opening anything.
        guard request.method == .get, !request.fields.contains("Authorization") else { return try bearer(request) }
        switch QueryReader.value(of: streamTokenParameter, in: request.queryBytes) {
        case .absent: throw .unauthenticated(.missing)
        case .broken, .text(""): throw .unauthenticated(.invalid)
        case .text(let token): return .streamToken(Secret(token), path: request.path)
        }
    }

    /// The query parameter that carries a token of one use.
    package static let streamTokenParameter = "token"

    /// The key in a header of its own.
    package static func header(_ name: String, _ request: HTTPRequest) throws(Problem) -> Credentials {
        .key(try headerValue(name, request))
    }

    /// What stands after `Bearer`.
    package static func bearerToken(_ request: HTTPRequest) throws(Problem) -> Secret<String> {
        let value = try headerValue("Authorization", request).reveal
        let parts = value.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else { throw .unauthenticated(.invalid) }
        return Secret(String(parts[1]))
    }

    /// The value of a header; one that comes twice is refused, since two readers might choose differently.
    package static func headerValue(_ name: String, _ request: HTTPRequest) throws(Problem) -> Secret<String> {
        let values = request.fields.all(name)
        guard let value = values.first else { throw .unauthenticated(.missing) }
        guard values.count == 1, !value.isEmpty else { throw .unauthenticated(.invalid) }
        return Secret(value)
    }
}
