import Core

/// One caller's item, and the caller.
struct Pending<Write: CoalescedWrite> {
    let item: Write.Item
    let tenant: TenantID
    let rows: Int
    let bytes: Int
    /// Its place among all items of all coalescers.
    let sequence: UInt64
    let caller: UnsafeContinuation<Result<Write.Outcome, DatabaseError>, Never>
}
