package import Contracts
package import Core
package import Database

/// Asks WhatsApp about groups, changes them, and remembers how they were.
///
/// Owns   groups.snapshot, groups.listing
/// Says   –
/// Hears  InstanceConnected, InstanceLoggedOut, InstanceRemoved
/// Needs  SessionDirectory, SessionErrands, TenantDirectory, AuditTrail
package struct Groups: Sendable {
    /// How long what is remembered is answered without asking again, although what channels tell keeps it true: what they forgot to tell would
    /// otherwise be wrong for ever.
    package static let freshness: Duration = .seconds(3600)
    /// How many groups of one instance are listed or kept.
    package static let perInstance = 10_000

    let database: Database
    let directory: any SessionDirectory
    let errands: any SessionErrands
    let tenants: any TenantDirectory
    let trail: any AuditTrail
    let runtime: Runtime
    let flights = Flights()

    /// Wires the module.
    package init(
        database: Database, directory: any SessionDirectory, errands: any SessionErrands, tenants: any TenantDirectory, trail: any AuditTrail,
        runtime: Runtime
    ) {
        self.database = database
        self.directory = directory
        self.errands = errands
        self.tenants = tenants
        self.trail = trail
        self.runtime = runtime
    }

    /// What the module has done on sessions.
    package static var errands: [any Errand.Type] {
        [CreateGroup.self, ListGroups.self, ReadGroup.self, ReadInviteCode.self, ChangeParticipants.self, UpdateGroup.self]
    }
}
