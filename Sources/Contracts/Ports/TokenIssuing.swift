package import Core
package import Database

/// Access tokens of people who sign in. Offered by Auth.
package protocol TokenIssuing: Sendable {
    /// A new token of that person, which is shown now and never again and lives `AccessToken.lifetime`; undone if the transaction is, which must
    /// be one across tenants.
    func issueToken(for person: PersonID, in role: Role, of tenant: TenantID, in tx: borrowing Transaction) throws -> Secret<String>
    /// Ends all tokens of that person; undone if the transaction is, which must be one across tenants.
    func revokeTokens(of person: PersonID, of tenant: TenantID, in tx: borrowing Transaction) throws
    /// To be called once such a transaction is committed, so that this process forgets at once; others do within a second.
    func forgetAdmissions()
}

/// What holds for access tokens, whoever speaks of them.
package enum AccessToken {
    /// How long one lives, in seconds (contract FS1-42).
    package static let lifetime = 3600
}
