import API
import Accounts
import Contracts
import Core

/// A tenant as the native API shows it to its people.
struct TenantResource: Sendable {
    var id: TenantID
    var slug: String
    var name: String
    var timeZone: String
    var defaultInstance: InstanceID?
    var plan: String
    var status: TenantStatus
    var createdAt: Instant

    init(_ profile: TenantProfile) {
        self.init(
            id: profile.id, slug: profile.slug, name: profile.name, timeZone: profile.timeZone, defaultInstance: profile.defaultInstance,
            plan: profile.plan, status: profile.status, createdAt: profile.created)
    }

    init(
        id: TenantID, slug: String, name: String, timeZone: String, defaultInstance: InstanceID?, plan: String, status: TenantStatus,
        createdAt: Instant
    ) {
        self.id = id
        self.slug = slug
        self.name = name
        self.timeZone = timeZone
        self.defaultInstance = defaultInstance
        self.plan = plan
        self.status = status
        self.createdAt = createdAt
    }

    static let shape = Shape.object(
        {
            TenantResource(
                id: $0, slug: $1, name: $2, timeZone: $3, defaultInstance: $4, plan: $5, status: $6, createdAt: $7)
        },
        Field("id", \.id, .identifier()),
        Field("slug", \.slug, .text(), "Its name in URLs, and what people sign in to"),
        Field("name", \.name, .text()),
        Field("time_zone", \.timeZone, .text(), "An IANA time zone, in which times without a zone are read"),
        Field("default_instance_id", \.defaultInstance, Shape<InstanceID>.identifier().nullable, "What requests mean that name no instance"),
        Field("plan", \.plan, .text()),
        Field("status", \.status, .choice()),
        Field("created_at", \.createdAt, .instant)
    ).named("Tenant")
}

/// What `PATCH /v1/tenant` takes.
struct TenantUpdate: Sendable {
    var name: String?
    var timeZone: String?
    var defaultInstance: Change<InstanceID>

    static let shape = Shape.object(
        { TenantUpdate(name: $0, timeZone: $1, defaultInstance: $2) },
        Field("name", \.name, optional: .text(min: 1, max: NewTenant.nameLimit), "What people call it"),
        Field("time_zone", \.timeZone, optional: .text(min: 1, max: timeZoneLimit), "An IANA time zone, such as Africa/Nairobi"),
        Field("default_instance_id", \.defaultInstance, change: .identifier(), "What requests mean that name no instance; null: none"))

    /// Longer than any name in the IANA database, in characters.
    private static let timeZoneLimit = 64

    static let example = TenantUpdate(name: "Acme", timeZone: "Africa/Nairobi", defaultInstance: .unchanged)
}

/// What `DELETE /v1/tenant` takes: a slip of the hand ends nothing.
struct TenantEnd: Sendable {
    var confirm: String

    static let shape = Shape.object(
        { TenantEnd(confirm: $0) }, Field("confirm", \.confirm, .text(min: 1, max: NewTenant.slugLength.upperBound), "The tenant's slug"))

    static let example = TenantEnd(confirm: "acme")
}
