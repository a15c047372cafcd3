/// How many of an instance's messages came how far within some time, and how people took them.
package struct MessageTally: Sendable, Hashable {
    /// Messages that WhatsApp took.
    package var sent = 0
    /// Of these, those that reached a phone.
    package var delivered = 0
    /// Of these, those that were read.
    package var read = 0
    /// Messages that will not arrive, whatever the cause.
    package var failed = 0
    /// Of the failed, those that were held back from new contacts (acknowledgement error 463).
    package var reachOutLocks = 0
    /// Of the failed, those that WhatsApp refused without saying more.
    package var refusals = 0
    /// People, not groups, to whom something was sent.
    package var contacted = 0
    /// Of these, those who wrote something afterwards.
    package var replied = 0
    /// Of these, those who were written to for the first time and had not written before.
    package var newContacts = 0

    /// Nothing happened.
    package init() {}

    /// Messages about which there is an outcome.
    package var attempted: Int { sent + failed }
    /// The part of the outcomes that are failures, 0 to 1; nil where there is none.
    package var failureRate: Double? { Self.rate(failed, of: attempted) }
    /// The part of the people written to who wrote back, 0 to 1; nil where there is nobody.
    package var replyRate: Double? { Self.rate(replied, of: contacted) }

    private static func rate(_ part: Int, of whole: Int) -> Double? {
        whole > 0 ? Double(part) / Double(whole) : nil
    }
}
