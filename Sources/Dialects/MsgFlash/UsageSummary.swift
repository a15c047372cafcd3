import API
import Contracts
import Core

/// What became of the messages of two spans of time that end now.
struct UsageSummary: Sendable {
    var countedAt: Instant
    /// Where counting began, if not everything was looked at.
    var countedSince: Instant?
    var day: UsageWindow
    var week: UsageWindow

    static let shape = Shape.object(
        { UsageSummary(countedAt: $0, countedSince: $1, day: $2, week: $3) },
        Field("countedAt", \.countedAt, .instant, "At most a minute ago"),
        Field(
            "countedSince", \.countedSince, nullable: .instant,
            "Where counting began, when the account has had more messages of late than are looked at; null otherwise"),
        Field("last24Hours", \.day, UsageWindow.shape),
        Field("last7Days", \.week, UsageWindow.shape)
    ).named("UsageWindowSummary")
}

extension UsageSummary {
    init(_ history: MessageHistory) {
        self.init(
            countedAt: history.at, countedSince: history.beginning,
            day: UsageWindow(history.day, isComplete: history.covers(MessageHistory.dayLength)),
            week: UsageWindow(history.week, isComplete: history.covers(MessageHistory.weekLength)))
    }
}

/// What became of the messages of one span of time.
struct UsageWindow: Sendable {
    var tally: MessageTally
    var isComplete: Bool

    static let shape = Shape.object(
        make,
        Field("sent", \.tally.sent, count, "Messages that WhatsApp took"),
        Field("delivered", \.tally.delivered, count),
        Field("read", \.tally.read, count),
        Field("failed", \.tally.failed, count),
        Field("contacted", \.tally.contacted, count, "People, not groups, to whom something was sent"),
        Field("replied", \.tally.replied, count, "Of these, those who wrote back"),
        Field("newContacts", \.tally.newContacts, count, "Of these, those who were written to for the first time and had not written before"),
        Field("replyRate", { rounded($0.tally.replyRate) }, nullable: .number(0...1), "replied / contacted; null where there is nobody"),
        Field("failureRate", { rounded($0.tally.failureRate) }, nullable: .number(0...1), "failed / (sent + failed); null where there is nothing"),
        Field("restrictions", \.self, restrictions, "Of the failed, what WhatsApp itself held back"),
        Field("isComplete", \.isComplete, .bool, "Whether everything in this span was counted")
    ).named("UsageWindow")

    private static let count = Shape<Int>.integer(0...Int.max)

    private static let restrictions = Shape.object(
        { (locks: Int, refusals: Int) in
            var window = UsageWindow(MessageTally(), isComplete: true)
            window.tally.reachOutLocks = locks
            window.tally.refusals = refusals
            return window
        },
        Field("reachOutLocks", \UsageWindow.tally.reachOutLocks, count, "Held back from new contacts (error 463)"),
        Field("refusals", \UsageWindow.tally.refusals, count, "Refused without saying more")
    ).named("Restrictions")

    private static let make: @Sendable (Int, Int, Int, Int, Int, Int, Int, Double?, Double?, UsageWindow, Bool) -> UsageWindow = {
        sent, delivered, read, failed, contacted, replied, newContacts, _, _, restrictions, isComplete in
        var window = UsageWindow(restrictions.tally, isComplete: isComplete)
        window.tally.sent = sent
        window.tally.delivered = delivered
        window.tally.read = read
        window.tally.failed = failed
        window.tally.contacted = contacted
        window.tally.replied = replied
        window.tally.newContacts = newContacts
        return window
    }

    init(_ tally: MessageTally, isComplete: Bool) {
        self.tally = tally
        self.isComplete = isComplete
    }

    /// Four decimals are more than such a number means.
    private static func rounded(_ rate: Double?) -> Double? { rate.map { ($0 * 10_000).rounded() / 10_000 } }
}
