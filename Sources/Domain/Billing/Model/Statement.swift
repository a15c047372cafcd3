package import Core

/// What a tenant had and used in a month, and what that costs.
package struct Statement: Sendable, Hashable {
    /// Which month, in UTC.
    package let month: CivilMonth
    /// The plan at its end.
    package let plan: String
    /// The currency of that plan.
    package let currency: String
    /// Whether the month is over, so that nothing of it changes any more.
    package let isFinal: Bool
    /// One for each stretch of days on the same terms, the earliest first.
    package let lines: [Line]

    /// Days in a row on the same terms.
    package struct Line: Sendable, Hashable {
        /// The plan.
        package let plan: String
        /// The first day.
        package let from: CivilDay
        /// The last day.
        package let to: CivilDay
        /// The part of the month's price that falls on these days, in the currency's smallest unit, rounded to the nearest.
        package let priceMinor: Int64
        /// ISO 4217.
        package let currency: String
        /// How many messages the plan includes in these days; nil is unlimited.
        package let included: Int?
        /// How many messages were accepted and not given back.
        package let messages: Int
        /// How many of them were beyond what the plan includes, day by day: a tenant's own limit may allow more than its plan includes.
        package let overage: Int

        /// Puts a line together.
        package init(
            plan: String, from: CivilDay, to: CivilDay, priceMinor: Int64, currency: String, included: Int?, messages: Int, overage: Int
        ) {
            self.plan = plan
            self.from = from
            self.to = to
            self.priceMinor = priceMinor
            self.currency = currency
            self.included = included
            self.messages = messages
            self.overage = overage
        }
    }

    /// Puts a statement together.
    package init(month: CivilMonth, plan: String, currency: String, isFinal: Bool, lines: [Line]) {
        self.month = month
        self.plan = plan
        self.currency = currency
        self.isFinal = isFinal
        self.lines = lines
    }

    /// The sums over the lines.
    package struct Totals: Sendable, Hashable {
        /// What the month costs; nil where lines are in several currencies.
        package let priceMinor: Int64?
        /// How many messages were included; nil where any line is unlimited.
        package let included: Int?
        /// How many messages there were.
        package let messages: Int
        /// How many were beyond what was included.
        package let overage: Int

        /// Puts the sums together.
        package init(priceMinor: Int64?, included: Int?, messages: Int, overage: Int) {
            self.priceMinor = priceMinor
            self.included = included
            self.messages = messages
            self.overage = overage
        }
    }

    /// The sums over the lines.
    package var totals: Totals {
        let included = lines.map(\.included)
        return Totals(
            priceMinor: Set(lines.map(\.currency)).count > 1 ? nil : lines.reduce(0) { $0 + $1.priceMinor },
            included: included.contains(nil) ? nil : included.reduce(0) { $0 + ($1 ?? 0) }, messages: lines.reduce(0) { $0 + $1.messages },
            overage: lines.reduce(0) { $0 + $1.overage })
    }
}
