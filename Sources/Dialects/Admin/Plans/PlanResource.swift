import API
import Billing
import Contracts

/// A plan as the operator sees and makes it.
struct PlanResource: Sendable {
    var name: String
    var priceMinor: Int64
    var currency: String
    var limits: LimitTable<PlanLimit>

    init(_ plan: Plan) {
        self.init(name: plan.name, priceMinor: plan.priceMinor, currency: plan.currency, limits: LimitTable(plan.limits))
    }

    init(name: String, priceMinor: Int64, currency: String, limits: LimitTable<PlanLimit>) {
        self.name = name
        self.priceMinor = priceMinor
        self.currency = currency
        self.limits = limits
    }

    /// The plan that it describes.
    var plan: Plan { Plan(name: name, priceMinor: priceMinor, currency: currency, limits: limits.limits) }

    static let shape = Shape.object(
        { PlanResource(name: $0, priceMinor: $1, currency: $2, limits: $3) },
        Field("name", \.name, nameShape, "Letters a to z, digits, _ and -; never changes"),
        Field("price_minor", \.priceMinor, priceShape, "What a month costs, in the currency's smallest unit"),
        Field("currency", \.currency, currencyShape, "ISO 4217"),
        Field("limits", \.limits, LimitTable<PlanLimit>.shape, "A number, or null for no limit; so is one that is left out")
    ).named("Plan")

    static let nameShape = Shape<String>.text(min: 1, max: Plan.nameLimit)
    static let priceShape = Shape<Int64>.integer(0...Plan.greatestPrice)
    static let currencyShape = Shape<String>.text(min: 3, max: 3)

    static let example: PlanResource = {
        var limits = LimitTable<PlanLimit>.empty
        (limits.maxInstances, limits.messagesPerDay, limits.requestsPerSecond) = (25, 50_000, 20)
        return PlanResource(name: "team", priceMinor: 4900, currency: "EUR", limits: limits)
    }()
}

/// What `PATCH /admin/v1/plans/{name}` takes.
struct PlanUpdate: Sendable {
    var priceMinor: Int64?
    var currency: String?
    var limits: LimitTable<PlanLimitChange>

    /// What is to become of the plan.
    var change: PlanChange {
        let (limits, media) = limits.changes()
        return PlanChange(priceMinor: priceMinor, currency: currency, limits: limits, mediaBytes: media)
    }

    static let shape = Shape.object(
        { PlanUpdate(priceMinor: $0, currency: $1, limits: $2) },
        Field("price_minor", \.priceMinor, optional: PlanResource.priceShape),
        Field("currency", \.currency, optional: PlanResource.currencyShape, "ISO 4217"),
        Field("limits", \.limits, LimitTable<PlanLimitChange>.shape, default: .empty, "null: no limit; one that is left out stays"))

    static let example: PlanUpdate = {
        var limits = LimitTable<PlanLimitChange>.empty
        (limits.messagesPerDay, limits.maxInstances) = (.set(60_000), .cleared)
        return PlanUpdate(priceMinor: 5900, currency: nil, limits: limits)
    }()
}
