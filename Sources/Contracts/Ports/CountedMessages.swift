package import Core
package import Database

/// What messages say of how often a tenant was counted against, to be held against the ledger. Offered by Messaging. Runs across tenants.
package protocol CountedMessages: Sendable {
    /// How many messages of the tenant must have been counted and given back.
    func counted(of tenant: TenantID, in tx: borrowing Transaction) throws -> CountedTally
    /// The messages that waited for a time and of which the row does not tell whether they were counted when it came: those that failed, were
    /// withdrawn or sent again. At most `limit` after the one of that id, in the order of ids.
    func uncertain(of tenant: TenantID, after: MessageID?, limit: Int, in tx: borrowing Transaction) throws -> [UncertainMessage]
}

/// What must have been counted of a tenant.
package struct CountedTally: Sendable, Hashable {
    /// Sent at once.
    package var accepted: Int
    /// Handed over by campaigns.
    package var bulk: Int
    /// Whose time has come, as their rows tell for sure.
    package var scheduled: Int
    /// How often messages were sent again.
    package var resent: Int
    /// How often messages were given back, as is told for sure.
    package var returned: Int

    /// Puts a tally together.
    package init(accepted: Int, bulk: Int, scheduled: Int, resent: Int, returned: Int) {
        self.accepted = accepted
        self.bulk = bulk
        self.scheduled = scheduled
        self.resent = resent
        self.returned = returned
    }
}

/// A message that may have been counted when its time came.
package struct UncertainMessage: Sendable, Hashable {
    /// Which.
    package let id: MessageID
    /// Whether it was withdrawn, and given back then if it was counted.
    package let isWithdrawn: Bool
    /// Whether it was counted in any case, since it was sent again.
    package let isResent: Bool

    /// Puts the facts together.
    package init(id: MessageID, isWithdrawn: Bool, isResent: Bool) {
        self.id = id
        self.isWithdrawn = isWithdrawn
        self.isResent = isResent
    }
}
