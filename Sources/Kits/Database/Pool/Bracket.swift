package import Core

/// As whom a transaction runs.
package enum Bracket: Sendable, Hashable {
    /// One tenant, reading only.
    case read(TenantID)
    /// One tenant.
    case write(TenantID)
    /// Across tenants.
    case system
    /// Across tenants, reading only.
    case survey
    /// Across tenants, reading only, and seeing everything as it was at one moment.
    case snapshot

    var tenant: TenantID? {
        switch self {
        case .read(let tenant), .write(let tenant): tenant
        case .system, .survey, .snapshot: nil
        }
    }

    var isReading: Bool {
        switch self {
        case .read, .survey, .snapshot: true
        case .write, .system: false
        }
    }

    var begin: String {
        switch self {
        case .read, .survey: "BEGIN READ ONLY"
        case .snapshot: "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
        case .write, .system: "BEGIN"
        }
    }
}

/// The statement that says as whom the rest of the transaction runs; its settings end with the transaction.
enum Identity {
    static let statement = "SELECT set_config('role', $1, true), set_config('app.tenant', $2, true)"

    static func binds(for tenant: TenantID?) -> Binds {
        var binds = Binds()
        binds.append(tenant == nil ? "app_system" : "app_tenant")
        binds.append(tenant?.description ?? "")
        return binds
    }
}
