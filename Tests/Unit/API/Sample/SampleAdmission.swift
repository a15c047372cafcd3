import API
import Contracts
import Core

/// Knows four keys, all of the tenant `acme`.
struct SampleAdmission: Admission {
    static let tenant = TenantID(high: 1, low: 1)

    func admit(_ credentials: Credentials, tenantHint: String?) async throws -> Caller {
        let key =
            switch credentials {
            case .key(let key), .keyOrToken(let key), .keyAndToken(let key, _), .streamToken(let key, _): key.reveal
            }
        if let tenantHint, tenantHint != "acme" { throw Problem.forbidden(.otherTenant) }
        switch key {
        case "good": return caller(.all)
        case "reader": return caller(.read)
        case "broken": throw Unforeseen(secret: "s3cret")
        default: throw Problem.unauthenticated(.invalid)
        }
    }

    func end(of caller: Caller) async {
        // Nobody is sent away here: it ends with the stream.
        for await _ in AsyncStream<Void>.makeStream().stream {}
    }

    func isRemembered(_ credentials: Credentials) -> Bool {
        guard case .key(let key) = credentials else { return false }
        return key.reveal == "good"
    }

    private func caller(_ scopes: Scopes) -> Caller {
        Caller(tenant: Self.tenant, key: KeyID(high: 2, low: 2), environment: .live, instance: nil, scopes: scopes)
    }
}

/// An error that nobody words; it carries what must not be seen.
struct Unforeseen: Error {
    let secret: String
}
