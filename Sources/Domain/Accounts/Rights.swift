import Contracts
import Database

extension Caller {
    /// Throws `Problem.forbidden` unless the caller may change the tenant's people and settings.
    func requireManaging() throws(Problem) {
        guard scopes.contains(.manage), reachesWholeTenant else { throw .forbidden(key == nil ? .role : .scope) }
    }

    /// The person whose own token was shown, if he is an owner now, whatever he was when he signed in; throws `Problem.forbidden` otherwise. The
    /// tenant is locked.
    func requireOwner(in tx: borrowing Transaction) throws {
        guard key == nil, let person else { throw Problem.forbidden(.personOnly) }
        guard role == .owner, try PersonStore.person(person, of: tenant, in: tx)?.role == .owner else { throw Problem.forbidden(.role) }
    }
}
