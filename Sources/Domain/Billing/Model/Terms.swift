import Core

/// On which terms a tenant has been, day by day.
struct Terms: Sendable {
    /// What a plan cost and included from a day on.
    struct Version: Sendable, Hashable {
        let plan: String
        let day: CivilDay
        let priceMinor: Int64
        let currency: String
        let messagesPerDay: Int?
    }

    /// Which plan the tenant has had from which day on, the earliest first.
    let plans: [(day: CivilDay, plan: String)]
    /// The versions of these plans, of each the earliest first.
    let versions: [String: [Version]]
    /// What the tenant's plan is now, for plans without versions.
    let current: Version
    /// Since when the tenant has a plan.
    let begin: CivilDay

    /// What holds on that day: what changed on a day holds for all of it.
    func version(on day: CivilDay) -> Version {
        let plan = (plans.last { $0.day <= day } ?? plans.first)?.plan ?? current.plan
        let versions = versions[plan] ?? []
        return versions.last { $0.day <= day } ?? versions.first ?? current
    }

    /// The statement of a month; nil for one before the tenant had a plan and for one that has not begun.
    func statement(of month: CivilMonth, usage: [CivilDay: Int], today: CivilDay) -> Statement? {
        let first = max(month.firstDay, begin)
        let last = min(month.lastDay, today)
        guard first <= last else { return nil }
        var lines: [Statement.Line] = []
        var from = first
        while from <= last {
            let version = version(on: from)
            var to = from
            while to < last, self.version(on: to.following) == version { to = to.following }
            lines.append(line(version, from: from, to: to, in: month, usage: usage))
            from = to.following
        }
        let end = version(on: last)
        return Statement(month: month, plan: end.plan, currency: end.currency, isFinal: today > month.lastDay, lines: lines)
    }

    private func line(
        _ version: Version, from: CivilDay, to: CivilDay, in month: CivilMonth, usage: [CivilDay: Int]
    ) -> Statement.Line {
        let days = to.daysSinceEpoch - from.daysSinceEpoch + 1
        let messages = (from.daysSinceEpoch...to.daysSinceEpoch).map { usage[CivilDay(daysSinceEpoch: $0)] ?? 0 }
        let length = Int64(month.length)
        return Statement.Line(
            plan: version.plan, from: from, to: to, priceMinor: (version.priceMinor * Int64(days) + length / 2) / length,
            currency: version.currency, included: version.messagesPerDay.map { $0 * days }, messages: messages.reduce(0, +),
            overage: version.messagesPerDay.map { included in messages.reduce(0) { $0 + max(0, $1 - included) } } ?? 0)
    }
}
