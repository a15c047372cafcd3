package import Core
package import Database

/// The day's allowance of messages. Offered by Billing; atomic with whatever accepts the messages.
package protocol QuotaGate: Sendable {
    /// Counts `messages` against the allowance of the day, or throws `Problem.quotaExceeded`; undone if the transaction is.
    func reserve(_ messages: Int, for tenant: TenantID, on day: CivilDay, in tx: borrowing Transaction) throws

    /// Billing's SQL function that reserves for several requests at once, for statements that accept many:
    /// `(tenant uuid, day date, amounts integer[]) returns boolean[]`, one answer per amount; a request that does not fit is refused whole.
    var reservation: StaticString { get }

    /// Billing's SQL function that gives messages back: `(tenant uuid, day date, amount integer) returns void`.
    var giveBack: StaticString { get }

    /// What `Problem.quotaExceeded` should say to that tenant now.
    func exceeded(for tenant: TenantID) async throws -> Problem
}
