package import Contracts
package import Core
import Database

extension Auth {
    /// How long a stream token can be used.
    package static let streamTokenLifetime: Duration = .seconds(60)
    /// How many unused stream tokens there are of one key or person at a time; one more ends the oldest.
    package static let streamTokensPerCaller = 50

    /// A token that opens the stream of that path once, as the caller, in place of his credentials: for browsers, which cannot set a header
    /// there (contract GS-30). Throws `Problem.invalid` for a path that is no stream's.
    package func streamToken(for path: String, as caller: Caller) async throws -> (token: Secret<String>, expiresAt: Instant) {
        guard StreamPath.isStream(path) else {
            throw Problem.invalid([Violation("/path", "Must be the path of a stream of events: \(StreamPath.examples).")])
        }
        let (token, text) = OpaqueToken.make(chance: runtime.chance)
        let expires = runtime.clock.now + Self.streamTokenLifetime
        let wanted = StreamTokenStore.NewToken(
            id: runtime.ids.next(), digest: token.digest, path: path, issuer: .init(tenant: caller.tenant, key: caller.key, token: caller.token),
            expires: expires)
        do {
            try await database.system { tx in
                try StreamTokenStore.makeRoom(for: wanted.issuer, keeping: Self.streamTokensPerCaller - 1, in: tx)
                try StreamTokenStore.insert(wanted, in: tx)
            }
        } catch let error as DatabaseError where StreamTokenStore.issuerConstraints.contains(where: { error.code == .constraint($0) }) {
            // What the caller was admitted with has ended since.
            throw Problem.unauthenticated(.invalid)
        }
        return (text, expires)
    }
}
