import Contracts
package import Core

/// A tenant as the operator sees it.
package struct ManagedTenant: Sendable, Hashable {
    /// Why and since when nobody is admitted for it.
    package struct Suspension: Sendable, Hashable {
        /// Since when; nil where it was not written down.
        package let since: Instant?
        /// The operator's words, if there were any.
        package let reason: String?
    }

    /// Which it is.
    package let id: TenantID
    /// Its name in URLs.
    package let slug: String
    /// What people call it.
    package let name: String
    /// Its IANA time zone.
    package let timeZone: String
    /// The name of its plan.
    package let plan: String
    /// When it was made.
    package let created: Instant
    /// Nil while it is active.
    package let suspension: Suspension?

    /// Active or suspended: those that are closed are nobody's to see.
    package var status: TenantStatus { suspension == nil ? .active : .suspended }
}

/// Which tenants are meant; what is nil says nothing.
package struct TenantFilter: Sendable, Hashable {
    /// How much may be looked for, in characters.
    package static let textLength = 1...100

    /// What a tenant's name or slug has in it, or an address of one of its people begins with, in whatever case.
    package var text: String?
    /// Whether they are suspended.
    package var isSuspended: Bool?

    /// Those of whom all of that holds.
    package init(text: String? = nil, isSuspended: Bool? = nil) {
        self.text = text
        self.isSuspended = isSuspended
    }
}

/// What becomes of a tenant.
package enum TenantDecision: Sendable, Hashable {
    /// How long a reason may be, in characters.
    package static let reasonLimit = 500

    /// Nobody is admitted for it any more, and nothing leaves Herald for it, until it is reactivated. The reason is the operator's; the tenant finds
    /// it in its audit.
    case suspend(reason: String?)
    /// It is admitted again, and what has waited goes out.
    case reactivate
}
