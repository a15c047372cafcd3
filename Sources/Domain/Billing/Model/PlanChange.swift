package import Contracts

/// What is to become of a plan; what is not named stays as it is.
package struct PlanChange: Sendable, Hashable {
    /// What a month costs, in the currency's smallest unit.
    package var priceMinor: Int64?
    /// ISO 4217.
    package var currency: String?
    /// By what is limited; `.cleared` is unlimited.
    package var limits: [LimitName: Change<Int>]
    /// On the size of media, in bytes; `.cleared` is unlimited.
    package var mediaBytes: [MediaKind: Change<Int>]

    /// Puts a change together.
    package init(
        priceMinor: Int64? = nil, currency: String? = nil, limits: [LimitName: Change<Int>] = [:], mediaBytes: [MediaKind: Change<Int>] = [:]
    ) {
        self.priceMinor = priceMinor
        self.currency = currency
        self.limits = limits
        self.mediaBytes = mediaBytes
    }
}
