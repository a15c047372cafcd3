import Contracts
import Core

/// Which instances of a tenant somebody may see.
struct Viewer: Sendable, Hashable {
    let tenant: TenantID
    /// A `test` key reaches sandbox instances only.
    let seesSandboxOnly: Bool
    /// A pinned key reaches its instance only.
    let pin: InstanceID?

    init(_ caller: Caller) {
        tenant = caller.tenant
        seesSandboxOnly = caller.environment == .test
        pin = caller.instance
    }
}
