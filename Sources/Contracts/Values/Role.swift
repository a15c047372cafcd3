/// What somebody who works for a tenant may do.
package enum Role: String, Sendable, CaseIterable, Hashable {
    /// Everything, the end of the tenant and of other owners included.
    case owner
    /// Everything but what only owners may.
    case admin
    /// Sends and reads.
    case member
    /// Reads.
    case viewer

    /// What an access token of somebody with this role may be used for.
    package var scopes: Scopes {
        switch self {
        case .owner, .admin: .all
        case .member: [.send, .read]
        case .viewer: .read
        }
    }
}
