package import Contracts
package import Core
import Database

extension Auth {
    /// How many looks into a tenant live at a time.
    package static let impersonationsPerTenant = 20
    /// How often one can be used, each of which is an entry in the tenant's audit.
    package static let usesPerImpersonation = 1000

    /// Makes a token with which the operator reads what a viewer of the tenant reads, and does nothing else. The tenant finds it, and every use
    /// of it, in its audit. It opens a suspended tenant too.
    ///
    /// Throws `Problem.invalid` with every rule that is broken, `.notFound(.tenant)`, and `.limited` while `impersonationsPerTenant` are living.
    package func impersonate(_ tenant: TenantID, because reason: String, minutes: Int) async throws -> Impersonation {
        let reason = reason.trimmed
        var violations: [Violation] = []
        if !Impersonation.reasonLength.contains(reason.unicodeScalars.count) {
            violations.append(Violation("/reason", "Must have 1 to \(Impersonation.reasonLength.upperBound) characters that are not all blank."))
        }
        if !Impersonation.minutes.contains(minutes) {
            violations.append(Violation("/minutes", "Must be from \(Impersonation.minutes.lowerBound) to \(Impersonation.minutes.upperBound)."))
        }
        guard violations.isEmpty else { throw Problem.invalid(violations) }
        guard try await tenants.tenant(tenant) != nil else { throw Problem.notFound(.tenant) }
        let (token, text) = OpaqueToken.make(chance: runtime.chance)
        let now = runtime.clock.now
        let made = Impersonation(
            id: runtime.ids.next(), tenant: tenant, reason: reason, token: text, expiresAt: now + .seconds(minutes * 60))
        do {
            try await database.system { tx in
                guard try ImpersonationStore.count(of: tenant, at: now, in: tx) < Self.impersonationsPerTenant else {
                    throw Problem.limited(retryAfter: 60)
                }
                try ImpersonationStore.insert(made.id, digest: token.digest, of: tenant, because: reason, expires: made.expiresAt, in: tx)
                let facts: JSON = ["reason": .string(reason), "expires_at": .string(made.expiresAt.description)]
                try trail.record(AuditEntry(.impersonationBegan, Self.subject(made.id), of: tenant, after: facts), in: tx)
            }
        } catch let error as DatabaseError where error.code == .constraint("session_token_tenant_id_fkey") {
            // Erased since it was looked for.
            throw Problem.notFound(.tenant)
        }
        return made
    }

    /// Ends such a token before its time: at once in this process, within a second in the others. Throws `Problem.notFound(.key)` where the
    /// tenant has none of that id.
    package func endImpersonation(_ id: TokenID, of tenant: TenantID) async throws {
        let revision = try await database.system { tx in
            guard let reason = try ImpersonationStore.end(id, of: tenant, in: tx) else { throw Problem.notFound(.key) }
            try trail.record(AuditEntry(.impersonationEnded, Self.subject(id), of: tenant, before: ["reason": .string(reason)]), in: tx)
            return try RevisionStore.advance(in: tx)
        }
        Undertaking.afterCommit { [admissions] in admissions.heard(revision) }
    }

    /// Writes down that the operator is about to look at something: whatever he then sees, the tenant knows that he saw it. Throws
    /// `Problem.limited` when that is once too often.
    package func noteUse(of impersonation: TokenID, in tenant: TenantID, method: String, path: String) async throws {
        let facts: JSON = ["method": .string(method), "path": .string(path)]
        try await database.system { tx in
            guard try ImpersonationStore.use(impersonation, of: tenant, limit: Self.usesPerImpersonation, in: tx) else {
                throw Problem.limited(retryAfter: Impersonation.minutes.upperBound * 60)
            }
            try trail.record(AuditEntry(.impersonationUsed, Self.subject(impersonation), of: tenant, after: facts), in: tx)
        }
    }

    private static func subject(_ id: TokenID) -> String { "impersonation:\(id)" }
}

extension String {
    /// Without blanks around it.
    fileprivate var trimmed: String {
        let scalars = unicodeScalars.drop { $0.properties.isWhitespace }
        guard let last = scalars.lastIndex(where: { !$0.properties.isWhitespace }) else { return "" }
        return String(scalars[...last])
    }
}
