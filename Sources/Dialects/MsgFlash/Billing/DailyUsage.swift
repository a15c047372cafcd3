import API
import Billing
import Core

/// What an account used up, day by day.
struct DailyUsage: Sendable {
    var days: [UsageDay]

    private static let count = Shape<Int>.integer(0...Int.max)

    private static let day = Shape.object(
        { UsageDay(day: $0, messages: $1, apiRequests: $2) },
        Field("date", \.day, .day, "In UTC"),
        Field("outboundMessages", \.messages, count, "Messages accepted and not given back"),
        Field("apiRequests", \.apiRequests, count, "Requests answered, whatever the answer; counted a few seconds later"))

    static let shape = Shape.object(
        { DailyUsage(days: $0) }, Field("days", \.days, .list(of: day, max: Billing.usageDaysLimit), "The earliest first")
    ).named("DailyUsage")

    static let example = DailyUsage(days: [UsageDay(day: CivilDay(daysSinceEpoch: 20_544), messages: 12, apiRequests: 340)])
}
