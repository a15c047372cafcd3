package import Core
package import Database

/// How many messages a tenant may send in a day. Offered by Billing.
package protocol QuotaGate: Sendable {
    /// Counts `messages` against the allowance of `day`, or throws `Problem.quotaExceeded`; undone if the transaction is. The counter stays
    /// locked until the transaction ends: ask last.
    func reserve(_ messages: Int, for tenant: TenantID, on day: CivilDay, in tx: borrowing Transaction) throws

    /// The SQL function that does the same inside an asker's own statement, for many requests at once: `(tenant uuid, day date, amounts
    /// integer[])` returns `boolean[]`, whether each was counted. Earlier ones come first, each is counted whole or not at all; NULL and an
    /// empty array give `'{}'`.
    var reservation: StaticString { get }

    /// The SQL function that returns messages counted on a day: `(tenant uuid, day date, amount integer)` returns `void`.
    var giveBack: StaticString { get }

    /// The problem of a tenant whose messages of today did not fit: the limit, and how long until the day turns.
    func exceeded(for tenant: TenantID) async throws -> Problem
}
