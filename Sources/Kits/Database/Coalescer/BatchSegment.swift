import CLibpq
import Core

/// Items of one tenant and one coalescer, written by one statement. Belongs to the writer's loop.
protocol BatchSegment: AnyObject {
    var tenant: TenantID { get }
    /// The write's own; `resendName` is what its `resendStatement` is prepared as.
    var name: String { get }
    var resendName: String { get }
    var statement: PreparedText { get }
    var resendStatement: PreparedText? { get }
    /// How many items are still to be answered.
    var count: Int { get }
    var load: Load { get }

    func encode(into parameters: inout BinaryParameters)
    /// Answers every caller from the committed statement's result.
    func succeed(with result: OpaquePointer)
    /// Answers every caller with `error`.
    func fail(_ error: DatabaseError)
    /// The first half and the rest, in order.
    func halves() -> (any BatchSegment, any BatchSegment)
}

final class TypedSegment<Write: CoalescedWrite>: BatchSegment {
    let tenant: TenantID
    private let write: Write
    private var entries: Entries<Write>

    init(_ write: Write, tenant: TenantID, entries: Entries<Write>) {
        self.write = write
        self.tenant = tenant
        self.entries = entries
    }

    var name: String { Write.name }
    var resendName: String { Write.name + ".resend" }
    var statement: PreparedText { write.statement }
    var resendStatement: PreparedText? { write.resendStatement }
    var count: Int { entries.count }
    var load: Load { entries.marks.load }

    func append(_ mark: EntryMark, _ item: Write.Item, _ caller: Entries<Write>.Caller) { entries.append(mark, item, caller) }

    func encode(into parameters: inout BinaryParameters) {
        write.encode(entries.items, tenant: tenant, into: &parameters)
    }

    func succeed(with result: OpaquePointer) {
        let answered = take()
        if answered.count == 0 { return }
        let outcomes = try? write.outcomes(of: answered.items, from: BatchRows(result))
        guard let outcomes, outcomes.count == answered.count else {
            // Committed, but the write cannot read what PostgreSQL answered: neither success nor failure may be claimed.
            let error = DatabaseError(.unknownOutcome, detail: "\(Write.name): the answer is unreadable")
            for caller in answered.callers { caller.resume(returning: .failure(error)) }
            return
        }
        for index in 0..<answered.count { answered.callers[index].resume(returning: .success(outcomes[index])) }
    }

    func fail(_ error: DatabaseError) {
        for caller in take().callers { caller.resume(returning: .failure(error)) }
    }

    func halves() -> (any BatchSegment, any BatchSegment) {
        let middle = count / 2
        return (
            TypedSegment(write, tenant: tenant, entries: entries[0..<middle]),
            TypedSegment(write, tenant: tenant, entries: entries[middle..<count])
        )
    }

    /// Empties the segment: a caller is answered once.
    private func take() -> Entries<Write> {
        defer { entries = Entries() }
        return entries
    }
}
