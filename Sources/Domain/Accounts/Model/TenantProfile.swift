package import Contracts
package import Core

/// What a tenant sees of itself.
package struct TenantProfile: Sendable, Hashable {
    /// Which it is.
    package let id: TenantID
    /// Its name in URLs.
    package let slug: String
    /// What people call it.
    package let name: String
    /// Its IANA time zone.
    package let timeZone: String
    /// Whether it may do anything.
    package let status: TenantStatus
    /// The instance that requests mean which name none, if there is one.
    package let defaultInstance: InstanceID?
    /// The name of its plan.
    package let plan: String
    /// When it was made.
    package let created: Instant

    /// Puts a profile together.
    package init(
        id: TenantID, slug: String, name: String, timeZone: String, status: TenantStatus, defaultInstance: InstanceID?, plan: String,
        created: Instant
    ) {
        self.id = id
        self.slug = slug
        self.name = name
        self.timeZone = timeZone
        self.status = status
        self.defaultInstance = defaultInstance
        self.plan = plan
        self.created = created
    }
}

/// Whether a tenant may do anything. The operator suspends and reinstates; its owners close it, for good.
package enum TenantStatus: String, Sendable, CaseIterable {
    case active, suspended, closed
}
