import API
import Billing
import Contracts
import Core

/// A plan as MsgFlash shows it (contract MFX-21).
struct PlanResource: Sendable {
    var code: String
    var price: Price
    var limits: PlanLimitsResource

    static let shape = Shape.object(
        { code, _, _, price, currency, limits, _ in
            PlanResource(code: code, price: Price(minor: price, currency: currency), limits: limits)
        },
        Field("code", \.code, .text(max: Plan.nameLimit), "By which it is told from others"),
        Field("name", \.name, .text(max: Plan.nameLimit), "For people"),
        Field("priceMonthly", \.price.major, .number(0...Double(Plan.greatestPrice)), "What a month costs, in units of the currency"),
        Field("priceMonthlyMinor", \.price.minor, .integer(0...Plan.greatestPrice), "The same in the currency's smallest unit"),
        Field("currency", \.price.currency, .text(min: 3, max: 3), "ISO 4217"),
        Field("limits", \.limits, PlanLimitsResource.shape),
        Field("features", \.limits.features, PlanFeatures.shape)
    ).named("Plan")

    /// The code, as a word begins a sentence.
    private var name: String { code.prefix(1).uppercased() + code.dropFirst() }

    static let example = PlanResource(
        code: "free", price: Price(minor: 0, currency: "USD"),
        limits: PlanLimitsResource(
            maxInstances: 10, maxKeys: 10, maxEndpoints: 10, messagesPerDay: 100, daysOfMonth: 30, requestsPerSecond: 10))
}

extension PlanResource {
    /// A plan in a month of so many days.
    init(_ plan: Plan, daysOfMonth: Int) {
        self.init(
            code: plan.name, price: Price(minor: plan.priceMinor, currency: plan.currency),
            limits: PlanLimitsResource(plan.limits, daysOfMonth: daysOfMonth))
    }
}

/// What something costs.
struct Price: Sendable {
    var minor: Int64
    var currency: String

    /// In units of the currency.
    var major: Double { Double(minor) / Self.minorPerMajor(currency) }

    /// How many of the smallest unit make one, where that is not a hundred (ISO 4217, table A.1).
    private static func minorPerMajor(_ currency: String) -> Double {
        switch currency {
        case "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF": 1
        case "BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND": 1000
        default: 100
        }
    }
}
