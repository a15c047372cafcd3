import Contracts
import Core

/// One thing about an instance that endangers its number: what it takes off the score, and what to do about it.
struct Finding: Sendable, Hashable {
    /// Points, 0 to `InstanceHealth.bestScore`.
    let penalty: Int
    let advice: String
}

extension Finding {
    /// Fewer outcomes, or fewer people, say nothing about a rate.
    static let sample = 20
    /// Up to here failures are everyday life.
    static let usualFailureRate = 0.05
    /// From here people seem to want what they get.
    static let goodReplyRate = 0.10

    /// Everything that there is about the instance, gravest kind first.
    static func all(of instance: InstanceDetails, _ warmUp: WarmUp, _ history: MessageHistory) -> [Finding] {
        [
            bar(instance), reachOutLocks(history.week), refusals(history.week), newContacts(history.day, warmUp), volume(history.day, warmUp),
            failures(history.week), replies(history.week),
        ].compactMap(\.self)
    }

    private static func bar(_ instance: InstanceDetails) -> Finding? {
        guard instance.isBarred else { return nil }
        return Finding(
            penalty: InstanceHealth.bestScore, advice: "WhatsApp has barred this account for a time. Send nothing until that is over.")
    }

    private static func reachOutLocks(_ week: MessageTally) -> Finding? {
        guard week.reachOutLocks > 0 else { return nil }
        return Finding(
            penalty: min(75, 25 * week.reachOutLocks),
            advice: """
                WhatsApp held back \(counted(week.reachOutLocks, "message")) to new contacts in the last 7 days (error 463). \
                Write only to people who have written to you.
                """)
    }

    private static func refusals(_ week: MessageTally) -> Finding? {
        guard week.refusals > 0 else { return nil }
        return Finding(
            penalty: min(25, 5 * week.refusals),
            advice: """
                WhatsApp refused \(counted(week.refusals, "message")) in the last 7 days. Look at what they have in common before sending more.
                """)
    }

    private static func newContacts(_ day: MessageTally, _ warmUp: WarmUp) -> Finding? {
        guard day.newContacts > warmUp.newContactsADay else { return nil }
        return Finding(
            penalty: min(30, excess(of: day.newContacts, over: warmUp.newContactsADay)),
            advice: """
                \(counted(day.newContacts, "new contact")) in the last 24 hours; at this stage \(warmUp.newContactsADay) a day are advised. \
                Spread the others over the next days.
                """)
    }

    private static func volume(_ day: MessageTally, _ warmUp: WarmUp) -> Finding? {
        guard day.sent > warmUp.messagesADay else { return nil }
        return Finding(
            penalty: min(25, excess(of: day.sent, over: warmUp.messagesADay)),
            advice: """
                \(counted(day.sent, "message")) in the last 24 hours; at this stage \(warmUp.messagesADay) a day are advised. Send fewer.
                """)
    }

    private static func failures(_ week: MessageTally) -> Finding? {
        guard week.attempted >= sample, let rate = week.failureRate, rate > usualFailureRate else { return nil }
        return Finding(
            penalty: min(25, Int((100 * (rate - usualFailureRate)).rounded(.up))),
            advice: """
                \(percent(rate)) of the messages of the last 7 days failed. Check that numbers are on WhatsApp before writing to them.
                """)
    }

    private static func replies(_ week: MessageTally) -> Finding? {
        guard week.contacted >= sample, let rate = week.replyRate, rate < goodReplyRate else { return nil }
        return Finding(
            penalty: Int((200 * (goodReplyRate - rate)).rounded(.up)),
            advice: """
                \(percent(rate)) of the \(week.contacted) people written to in the last 7 days wrote back. Write to people who expect it, and ask \
                them something.
                """)
    }

    /// One point for every twentieth that is too much.
    private static func excess(of count: Int, over advised: Int) -> Int { (20 * (count - advised) + advised - 1) / advised }

    private static func counted(_ count: Int, _ thing: String) -> String { "\(count) \(thing)\(count == 1 ? "" : "s")" }

    private static func percent(_ rate: Double) -> String { "\(Int((100 * rate).rounded())) %" }
}

extension InstanceDetails {
    /// Whether WhatsApp has barred the account for a time.
    var isBarred: Bool { reason == .banned }
}
