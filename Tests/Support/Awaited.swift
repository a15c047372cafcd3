package import Contracts
package import Core
package import Database

/// Signs nobody in.
package struct NoTokens: TokenIssuing {
    package init() {}
    package func issueToken(
        for person: PersonID, in role: Role, of tenant: TenantID, in tx: borrowing Transaction
    ) throws -> Secret<String> { throw Problem.unavailable(retryAfter: 1) }
    package func revokeTokens(of person: PersonID, of tenant: TenantID, in tx: borrowing Transaction) throws {}
    package func forgetAdmissions() {}
}

/// Knows no default instance.
package struct NoDefaults: DefaultInstance {
    package init() {}
    package func defaultInstance(of tenant: TenantID, in tx: borrowing Transaction) throws -> InstanceID? { nil }
    package func makeDefault(_ instance: InstanceID?, of tenant: TenantID, in tx: borrowing Transaction) throws {}
}
