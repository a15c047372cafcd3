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
    /// When it was made.
    package let created: Instant
}

/// Whether a tenant may do anything; the operator decides.
package enum TenantStatus: String, Sendable, CaseIterable {
    case active, suspended
}
