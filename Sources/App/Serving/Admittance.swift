import API
import Accounts
import Auth
import Contracts
import Core
import Crypto

/// Asks Auth about the credentials that a dialect found.
struct Admittance: Admission {
    let auth: Auth
    let watch: TenantWatch

    func admit(_ credentials: Credentials, tenantHint: String?) async throws -> Caller {
        switch credentials {
        case .key(let key): try await auth.admit(key.reveal, tenantHint: tenantHint)
        case .keyOrToken(let shown): try await auth.admit(keyOrToken: shown.reveal, tenantHint: tenantHint)
        case .keyAndToken(let key, let token): try await auth.admit(key: key.reveal, token: token.reveal, tenantHint: tenantHint)
        case .streamToken(let token, let path): try await auth.admit(streamToken: token.reveal, path: path, tenantHint: tenantHint)
        }
    }

    func end(of caller: Caller) async { await watch.end(of: caller.tenant) }

    func isRemembered(_ credentials: Credentials) -> Bool {
        switch credentials {
        case .key(let shown), .keyOrToken(let shown), .keyAndToken(let shown, _): auth.isRemembered(shown.reveal)
        // Used up by one use, so never remembered.
        case .streamToken: false
        }
    }
}

/// Knows the operator's key.
struct OperatorKey: Sendable {
    private let digest: SHA256Digest

    init(_ key: Secret<String>) { digest = Digest.sha256(key.reveal) }

    /// Throws unless it is shown the key. Digests are compared, so neither content nor length shows in the time it takes.
    @Sendable func check(_ credentials: Credentials) throws(Problem) {
        guard case .key(let shown) = credentials, matches(shown.reveal) else { throw .unauthenticated(.invalid) }
    }

    func matches(_ shown: String) -> Bool {
        ConstantTime.equal(Digest.sha256(shown).bytes, digest.bytes)
    }
}
