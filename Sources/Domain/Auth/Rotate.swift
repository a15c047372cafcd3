package import Contracts
package import Core
import Database

extension Auth {
    /// How long a key's old text works beside the new one unless something else is asked for.
    package static let overlap: Duration = .seconds(24 * 3600)
    /// How long it may.
    package static let longestOverlap: Duration = .seconds(7 * 24 * 3600)

    /// Gives a key another text, which is in the answer and nowhere else; the old one works until `overlap` is over. At most two texts work at a
    /// time: one that was still working beside the old one ends now. Throws `Problem.invalid` at `/overlap`, and `Problem.notFound` as `key`
    /// does.
    package func rotate(
        _ id: KeyID, overlap: Duration = Auth.overlap, of tenant: TenantID
    ) async throws -> (facts: KeyFacts, text: Secret<String>) {
        guard (.zero...Self.longestOverlap).contains(overlap) else {
            throw Problem.invalid([Violation("/overlap", "Must be 0 to \(Self.longestOverlap.components.seconds) seconds.")])
        }
        let end = runtime.clock.now + overlap
        let (facts, text, revision) = try await database.system { tx in
            guard let old = try KeyStore.lock(id, of: tenant, in: tx) else { throw Problem.notFound(.key) }
            let made = APIKey.make(old.environment, chance: runtime.chance)
            let new = old.shown(as: APIKey.prefix(of: made.text))
            if overlap == .zero {
                try KeyStore.endTexts(of: id, of: tenant, in: tx)
                // Whoever has the old text may have made some of these with it.
                try StreamTokenStore.revoke(of: id, of: tenant, in: tx)
            } else {
                try KeyStore.endOldText(of: id, of: tenant, in: tx)
                try KeyStore.endText(of: id, of: tenant, at: end, in: tx)
            }
            try KeyStore.insert(made.key.digest, of: id, of: tenant, in: tx)
            try KeyStore.update(new, of: tenant, in: tx)
            let after: JSON = ["prefix": .string(new.prefix), "overlap_seconds": .integer(overlap.components.seconds)]
            try trail.record(AuditEntry(.keyRotated, "key:\(id)", of: tenant, before: ["prefix": .string(old.prefix)], after: after), in: tx)
            // The old text is remembered as one that does not end.
            return (new, made.text, try RevisionStore.advance(in: tx))
        }
        Undertaking.afterCommit { [admissions] in admissions.heard(revision) }
        return (facts, text)
    }
}
