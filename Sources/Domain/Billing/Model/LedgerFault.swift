package import Contracts
package import Core

/// Where the ledger does not fit what it tells of.
package struct LedgerFault: Sendable, Hashable, CustomStringConvertible {
    /// What does not fit.
    package enum What: Sendable, Hashable {
        /// A day's row and the sum of its entries.
        case day(CivilDay, counted: Int, entries: Int)
        /// The entries of a kind and the messages that they stand for.
        case kind(LedgerKind, entries: Int, messages: Int)
    }

    /// Whose ledger it is.
    package let tenant: TenantID
    /// What does not fit.
    package let what: What

    package var description: String {
        switch what {
        case .day(let day, let counted, let entries): "\(tenant) \(day): the day counts \(counted) messages, its entries \(entries)"
        case .kind(let kind, let entries, let messages): "\(tenant) \(kind.rawValue): the entries count \(entries) messages, there are \(messages)"
        }
    }
}
