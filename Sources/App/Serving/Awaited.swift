import Contracts
import Core
import Database

/// Signs nobody in.
struct NoTokens: TokenIssuing {
    func issueToken(
        for person: PersonID, in role: Role, of tenant: TenantID, in tx: borrowing Transaction
    ) throws -> Secret<String> { throw Problem.unavailable(retryAfter: 1) }
    func revokeTokens(of person: PersonID, of tenant: TenantID, in tx: borrowing Transaction) throws {}
    func forgetAdmissions() {}
}

/// Knows no default instance.
struct NoDefaults: DefaultInstance {
    func defaultInstance(of tenant: TenantID, in tx: borrowing Transaction) throws -> InstanceID? { nil }
    func makeDefault(_ instance: InstanceID?, of tenant: TenantID, in tx: borrowing Transaction) throws {}
}
