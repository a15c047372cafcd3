import API
import Accounts
import Contracts
import Core

/// What `POST /admin/v1/tenants` takes: what `herald tenant create` does.
struct NewTenantRequest: Sendable {
    var name: String
    var slug: String
    var plan: String
    var owner: String
    var timeZone: String

    /// Longer than any name in the IANA database, in characters.
    private static let timeZoneLimit = 64
    /// The longest address (RFC 5321), in characters.
    private static let emailLimit = 254

    static let shape = Shape.object(
        { NewTenantRequest(name: $0, slug: $1, plan: $2, owner: $3, timeZone: $4) },
        Field("name", \.name, .text(min: 1, max: NewTenant.nameLimit), "What people call it"),
        Field("slug", \.slug, .text(min: NewTenant.slugLength.lowerBound, max: NewTenant.slugLength.upperBound), "Its name in URLs"),
        Field("plan", \.plan, PlanResource.nameShape, default: "free"),
        Field("owner", \.owner, .text(min: 1, max: emailLimit), "The address of the person who owns it"),
        Field("time_zone", \.timeZone, .text(min: 1, max: timeZoneLimit), default: "UTC", "An IANA time zone"))

    static let example = NewTenantRequest(name: "Acme", slug: "acme", plan: "pro", owner: "owner@acme.test", timeZone: "Africa/Nairobi")
}

/// What that answers, as `herald tenant create --json` prints it.
struct MadeTenant: Sendable {
    var tenant: TenantID
    var slug: String
    var plan: String
    var owner: Owner
    var apiKey: String
    var testKey: String

    struct Owner: Sendable {
        var user: PersonID
        var email: String
        var password: String

        static let shape = Shape.object(
            { Owner(user: $0, email: $1, password: $2) },
            Field("user_id", \.user, .identifier()), Field("email", \.email, .text()),
            Field("password", \.password, .text(), "To sign in with the first time; shown this once"))
    }

    init(_ made: TenantCreation) {
        self.init(
            tenant: made.tenant, slug: made.slug, plan: made.plan,
            owner: Owner(user: made.owner.id, email: made.owner.email, password: made.owner.password.reveal), apiKey: made.apiKey.reveal,
            testKey: made.testKey.reveal)
    }

    init(tenant: TenantID, slug: String, plan: String, owner: Owner, apiKey: String, testKey: String) {
        self.tenant = tenant
        self.slug = slug
        self.plan = plan
        self.owner = owner
        self.apiKey = apiKey
        self.testKey = testKey
    }

    static let shape = Shape.object(
        { MadeTenant(tenant: $0, slug: $1, plan: $2, owner: $3, apiKey: $4, testKey: $5) },
        Field("tenant_id", \.tenant, .identifier()), Field("slug", \.slug, .text()), Field("plan", \.plan, .text()),
        Field("owner", \.owner, Owner.shape), Field("api_key", \.apiKey, .text(), "Reaches everything; shown this once"),
        Field("test_key", \.testKey, .text(), "Reaches the sandbox only; shown this once"))
}

/// What `PATCH /admin/v1/tenants/{id}` takes.
struct TenantUpdate: Sendable {
    var plan: String?
    var overrides: LimitTable<OwnLimitChange>
    var status: TenantState?
    var reason: String?

    static let shape = Shape.object(
        { TenantUpdate(plan: $0, overrides: $1, status: $2, reason: $3) },
        Field("plan", \.plan, optional: PlanResource.nameShape),
        Field("overrides", \.overrides, LimitTable<OwnLimitChange>.shape, default: .empty, "null: its plan's limit; one that is left out stays"),
        Field("status", \.status, optional: .choice(), "A suspended tenant is served nothing until it is active again"),
        Field(
            "reason", \.reason, optional: .words(max: TenantDecision.reasonLimit), "Why it is suspended; the tenant reads it in its audit"))

    static let example: TenantUpdate = {
        var overrides = LimitTable<OwnLimitChange>.empty
        (overrides.messagesPerDay, overrides.maxInstances) = (.set(.value(20_000)), .set(.unlimited))
        return TenantUpdate(plan: "pro", overrides: overrides, status: .suspended, reason: "Three invoices are unpaid.")
    }()

    /// What it decides about the tenant, nil if nothing; a reason goes with a suspension only.
    func decision() throws(Problem) -> TenantDecision? {
        switch (status, reason) {
        case (.suspended, let reason): return .suspend(reason: reason)
        case (.active, nil): return .reactivate
        case (nil, nil): return nil
        case (.active, .some), (nil, .some): throw .invalid([Violation("/reason", "goes with the status suspended only")])
        }
    }
}

/// What `DELETE /admin/v1/tenants/{id}` takes: a slip of the hand ends nothing.
struct TenantEnd: Sendable {
    var confirm: String

    static let shape = Shape.object(
        { TenantEnd(confirm: $0) }, Field("confirm", \.confirm, .text(min: 1, max: NewTenant.slugLength.upperBound), "The tenant's slug"))

    static let example = TenantEnd(confirm: "acme")
}
