package import Core
package import Database

/// The day's allowance of messages. Offered by Billing; atomic with whatever accepts the messages. Everything that is counted or given back is an entry
/// of the ledger, written by the same statement.
package protocol QuotaGate: Sendable {
    /// Counts the entry's messages against the allowance of the day, or throws `Problem.quotaExceeded`; undone if the transaction is. An id counts once:
    /// the second time is a broken rule of the schema.
    func reserve(_ entry: QuotaEntry, for tenant: TenantID, on day: CivilDay, in tx: borrowing Transaction) throws

    /// Gives back what was counted on that day; undone if the transaction is. `kind` is `returned`, and `messages` how many, 1 or more.
    func giveBack(_ entry: QuotaEntry, for tenant: TenantID, on day: CivilDay, in tx: borrowing Transaction) throws

    /// Billing's SQL function that reserves for several requests at once, for statements that accept many: `(tenant uuid, day date, at timestamptz,
    /// kind text, entries uuid[], requests uuid[], amounts integer[]) returns bigint[]`, one answer per amount: how much of the day is used up after
    /// the statement, null where a request does not fit and is refused whole. An amount of 0 fits and is no entry.
    var reservation: StaticString { get }

    /// Billing's SQL function that gives messages back: `(tenant uuid, day date, at timestamptz, entries uuid[], requests uuid[], amounts integer[])
    /// returns void`.
    var giveBack: StaticString { get }

    /// Says what `reservation` answered, once that is committed, so that nobody has to look it up.
    func heard(_ used: Int, of tenant: TenantID, on day: CivilDay)

    /// What `Problem.quotaExceeded` should say to that tenant now.
    func exceeded(for tenant: TenantID) async throws -> Problem
}

/// Messages that are counted, or given back, together.
package struct QuotaEntry: Sendable, Hashable {
    /// Under which id.
    package let id: LedgerEntryID
    /// The request that they belong to.
    package let request: BatchID
    /// Why.
    package let kind: LedgerKind
    /// How many there are.
    package let messages: Int
    /// When.
    package let at: Instant

    /// Puts an entry together.
    package init(_ id: LedgerEntryID, of request: BatchID, _ kind: LedgerKind, messages: Int, at: Instant) {
        self.id = id
        self.request = request
        self.kind = kind
        self.messages = messages
        self.at = at
    }
}
