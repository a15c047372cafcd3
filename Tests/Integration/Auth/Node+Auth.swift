import Accounts
import Auth
import Contracts
import Core
import Database
import TestSupport
import Testing

extension Node {
    /// Signs somebody in, as Accounts does once a password was right.
    func signIn(_ person: PersonID? = nil, as role: Role = .member, of tenant: TenantID) async throws -> String {
        let person = person ?? runtime.ids.next()
        return try await database.system { tx in try auth.issueToken(for: person, in: role, of: tenant, in: tx) }.reveal
    }

    /// Ends all tokens of somebody, as Accounts does when a password was changed.
    func signOutEverywhere(_ person: PersonID, of tenant: TenantID) async throws {
        try await database.system { tx in try auth.revokeTokens(of: person, of: tenant, in: tx) }
        auth.forgetAdmissions()
    }

    /// Whether that is refused as credentials that admit nobody. Any other error is thrown.
    func refuses(_ presented: String) async throws -> Bool {
        do {
            _ = try await auth.admit(keyOrToken: presented)
            return false
        } catch Problem.unauthenticated(.invalid) {
            return true
        }
    }

    /// Moves the clock as far as the next look, once everything that goes by it waits: how often is looked, written and swept.
    func moveToNextLook() async {
        await clock.sleepers(4)
        clock.advance(by: Auth.lookInterval)
    }
}
