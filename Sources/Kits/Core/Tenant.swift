/// What a `TenantID` names: a customer organization, the unit that data is separated by.
package enum Tenant {}

/// The id of a customer organization.
package typealias TenantID = ID<Tenant>
