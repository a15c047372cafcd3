package import Core

/// Takes one kind of hot write from many callers and has the writer commit whatever is open together; each caller awaits its own outcome.
package final class Coalescer<Write: CoalescedWrite>: Sendable {
    private let write: Write
    private let writer: Writer
    private let lane: TypedLane<Write>

    /// A coalescer whose items go through `writer`; one for each kind of write and writer.
    package init(_ write: Write, on writer: Writer) {
        self.write = write
        self.writer = writer
        lane = TypedLane(write)
        writer.queue.register(lane)
    }

    /// Commits the item as `tenant` and returns its own outcome; from any task.
    ///
    /// A cancelled task still waits for the outcome: what is committed is never reported as cancelled.
    ///
    /// - Throws: `.overloaded` at once when too much is queued; `.unavailable` when nothing was written because there is no connection;
    ///   `.unknownOutcome` when it may have been written; otherwise PostgreSQL's refusal of this very item.
    package func submit(_ item: Write.Item, for tenant: TenantID) async throws(DatabaseError) -> Write.Outcome {
        let load = Load(rows: max(1, write.weight(of: item)), bytes: max(0, write.size(of: item)))
        // Unsafe: every token is resumed by the segment it lies in, which is emptied as it answers; the check would cost 30 ns an item.
        let answer: Result<Write.Outcome, DatabaseError> = await withUnsafeContinuation { caller in
            writer.submit(item, tenant: tenant, load: load, to: lane, caller: caller)
        }
        return try answer.get()
    }
}
