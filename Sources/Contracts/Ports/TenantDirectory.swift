package import Core

/// What other modules may know of a tenant. Offered by Accounts; answered from memory for up to a second.
package protocol TenantDirectory: Sendable {
    /// The tenant, nil if there is none of that id.
    func tenant(_ id: TenantID) async throws -> TenantFacts?
    /// The tenant of that slug, nil if there is none.
    func tenant(slug: String) async throws -> TenantFacts?
}

/// What other modules may know of a tenant.
package struct TenantFacts: Sendable, Hashable {
    /// Its id.
    package let id: TenantID
    /// Its name in URLs, unique in the deployment.
    package let slug: String
    /// What people call it.
    package let name: String
    /// Its IANA time zone, in which local times are read.
    package let timeZone: String
    /// Whether the operator has suspended it.
    package let isSuspended: Bool

    /// Puts the facts together.
    package init(id: TenantID, slug: String, name: String, timeZone: String, isSuspended: Bool) {
        self.id = id
        self.slug = slug
        self.name = name
        self.timeZone = timeZone
        self.isSuspended = isSuspended
    }
}
