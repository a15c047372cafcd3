package import Contracts
package import Core
package import Database

extension Auth: TokenIssuing {
    /// How many tokens of a person live at a time; one more ends the oldest.
    package static let tokensPerPerson = 50

    package func issueToken(
        for person: PersonID, in role: Role, of tenant: TenantID, in tx: borrowing Transaction
    ) throws -> Secret<String> {
        let (token, text) = OpaqueToken.make(chance: runtime.chance)
        let now = runtime.clock.now
        let hasEnded = try TokenStore.makeRoom(for: person, of: tenant, keeping: Self.tokensPerPerson - 1, at: now, in: tx)
        try TokenStore.insert(
            runtime.ids.next(), digest: token.digest, for: person, in: role, of: tenant, expires: now + .seconds(AccessToken.lifetime), in: tx)
        if hasEnded { try RevisionStore.advance(in: tx) }
        return text
    }

    package func revokeTokens(of person: PersonID, of tenant: TenantID, in tx: borrowing Transaction) throws {
        if try TokenStore.revoke(of: person, of: tenant, in: tx) { try RevisionStore.advance(in: tx) }
    }

    package func forgetAdmissions() { admissions.forget() }

    /// Ends the access token that the caller has shown: at once in this process, within a second in the others. Throws
    /// `Problem.forbidden(.personOnly)` for a caller without one.
    package func signOut(as caller: Caller) async throws {
        guard let token = caller.token else { throw Problem.forbidden(.personOnly) }
        let revision = try await database.system { tx in
            guard try TokenStore.revoke(token, of: caller.tenant, in: tx) else { return nil as Int64? }
            let person = caller.person.map { "person:\($0)" }
            try trail.record(AuditEntry(.signedOut, person, of: caller.tenant), in: tx)
            return try RevisionStore.advance(in: tx)
        }
        if let revision { Undertaking.afterCommit { [admissions] in admissions.heard(revision) } }
    }

}
