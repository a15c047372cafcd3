import API
import Accounts
import Contracts
import Core

/// Whose key was shown.
struct AccountResource: Sendable {
    var id: TenantID
    var name: String
    var slug: String
    var timeZone: String
    var planCode: String
    var status: TenantStatus
    var key: KeyID?
    var createdAt: Instant

    static let shape = Shape.object(
        {
            AccountResource(id: $0, name: $1, slug: $2, timeZone: $3, planCode: $4, status: $5, key: $6, createdAt: $7)
        },
        Field("id", \.id, .identifier(), "As `userId` of messages"),
        Field("name", \.name, .text(max: NewTenant.nameLimit)),
        Field("slug", \.slug, .text(max: NewTenant.slugLength.upperBound), "Its name in URLs"),
        Field("timezone", \.timeZone, .text(), "An IANA time zone, in which times without a zone are read"),
        Field("planCode", \.planCode, .text(), "See /api/v1/billing/subscription"),
        Field("status", \.status, .choice()),
        Field("apiKeyId", \.key, nullable: .identifier(), "The key that was shown"),
        Field("createdAt", \.createdAt, .instant)
    ).named("Account")

    static let example = AccountResource(
        id: TenantID(high: 0x019d_44e6_7a80_7000, low: 0x8000_0000_0000_0002), name: "Boutique", slug: "boutique", timeZone: "Europe/Paris",
        planCode: "free", status: .active,
        key: nil, createdAt: Instant(seconds: 1_770_000_000))
}

extension AccountResource {
    init(_ profile: TenantProfile, key: KeyID?) {
        self.init(
            id: profile.id, name: profile.name, slug: profile.slug, timeZone: profile.timeZone, planCode: profile.plan, status: profile.status,
            key: key, createdAt: profile.created)
    }
}
