import API
import Billing
import Contracts
import Core

/// A month's statement as the native API shows it.
enum StatementResource {
    /// A month has no more days, and hence no more stretches of them.
    private static let linesLimit = 31

    private static let count = Shape<Int>.integer(0...Int.max)
    private static let price = Shape<Int64>.integer(0...Int64.max)
    private static let currency = Shape<String>.text(min: 3, max: 3)
    private static let plan = Shape<String>.text(max: Plan.nameLimit)

    private static let line = Shape.object(
        Statement.Line.init,
        Field("plan", \.plan, plan),
        Field("from", \.from, .day, "The first day, in UTC"),
        Field("to", \.to, .day, "The last day"),
        Field("price_minor", \.priceMinor, price, "What falls on these days of the month's price, in the currency's smallest unit"),
        Field("currency", \.currency, currency, "ISO 4217"),
        Field("included", \.included, nullable: count, "Messages that the plan includes in these days; null: unlimited"),
        Field("messages", \.messages, count, "Messages accepted and not given back"),
        Field("overage", \.overage, count, "Of these, those beyond what the plan includes")
    ).named("StatementLine")

    private static let totals = Shape.object(
        Statement.Totals.init,
        Field("price_minor", \.priceMinor, nullable: price, "null where the lines are in several currencies"),
        Field("included", \.included, nullable: count, "null: unlimited"),
        Field("messages", \.messages, count),
        Field("overage", \.overage, count)
    ).named("StatementTotals")

    static let shape = Shape<Statement>.object(
        { month, plan, currency, isFinal, lines, _ in
            Statement(month: month, plan: plan, currency: currency, isFinal: isFinal, lines: lines)
        },
        Field("month", \.month, .month, "In UTC"),
        Field("plan", \.plan, plan, "At the month's end"),
        Field("currency", \.currency, currency, "That plan's, ISO 4217"),
        Field("final", \.isFinal, .bool, "Whether the month is over, so that nothing of it changes any more"),
        Field("lines", \.lines, .list(of: line, max: linesLimit), "One for each stretch of days on the same terms, the earliest first"),
        Field("totals", \.totals, totals)
    ).named("Statement")

    static let example = Statement(
        month: CivilMonth(of: CivilDay(daysSinceEpoch: 20_544)), plan: "free", currency: "USD", isFinal: true,
        lines: [
            Statement.Line(
                plan: "free", from: CivilDay(daysSinceEpoch: 20_544), to: CivilDay(daysSinceEpoch: 20_573), priceMinor: 0, currency: "USD",
                included: 3000, messages: 412, overage: 0)
        ])
}

extension Shape where Value == CivilMonth {
    /// A month, `YYYY-MM`.
    static var month: Shape {
        Shape(
            schema: .keywords([JSON.Member("type", "string"), JSON.Member("pattern", "^[0-9]{4}-(0[1-9]|1[0-2])$")]), lexical: .text,
            reader: { json, violations in
                guard case .string(let text) = json, let month = CivilMonth(text) else {
                    violations.add("must be a month, YYYY-MM")
                    return nil
                }
                return month
            },
            writer: { month, bytes in JSON.write(month.description, to: &bytes) })
    }
}
