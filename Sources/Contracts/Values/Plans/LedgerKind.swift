package import Core

/// Why messages are counted, or not any more.
package enum LedgerKind: String, Sendable, Hashable, CaseIterable {
    /// Counted before there was a ledger.
    case opening
    /// A request to send at once was accepted.
    case accepted
    /// The time of a message has come that was accepted earlier.
    case scheduled
    /// A campaign handed messages over.
    case bulk
    /// A message that had failed goes out again.
    case resent
    /// Withdrawn before they went out, or not on WhatsApp.
    case returned
}

/// What a `LedgerEntryID` names: messages that were counted together.
package enum LedgerEntryKind {}
/// The id of an entry of the ledger; the id of the request, or of the message, where that can be counted only once.
package typealias LedgerEntryID = ID<LedgerEntryKind>
