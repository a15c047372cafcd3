package import Contracts

/// What is to change about a tenant.
package struct TenantChange: Sendable, Hashable {
    /// What people are to call it; nil to leave that as it is.
    package var name: String?
    /// Its IANA time zone to be; nil to leave that as it is.
    package var timeZone: String?
    /// The instance that requests are to mean which name none.
    package var defaultInstance: Change<InstanceID>

    /// Changes nothing unless told to.
    package init(name: String? = nil, timeZone: String? = nil, defaultInstance: Change<InstanceID> = .unchanged) {
        self.name = name
        self.timeZone = timeZone
        self.defaultInstance = defaultInstance
    }
}
