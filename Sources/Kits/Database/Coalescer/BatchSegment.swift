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
    private var items: [Pending<Write>]

    init(_ write: Write, tenant: TenantID, items: [Pending<Write>]) {
        self.write = write
        self.tenant = tenant
        self.items = items
    }

    var name: String { Write.name }
    var resendName: String { Write.name + ".resend" }
    var statement: PreparedText { write.statement }
    var resendStatement: PreparedText? { write.resendStatement }
    var count: Int { items.count }
    var load: Load { items.reduce(into: Load()) { $0 += Load(rows: $1.rows, bytes: $1.bytes) } }

    func append(_ item: Pending<Write>) { items.append(item) }

    func encode(into parameters: inout BinaryParameters) {
        write.encode(items.map(\.item), tenant: tenant, into: &parameters)
    }

    func succeed(with result: OpaquePointer) {
        let answered = take()
        if answered.isEmpty { return }
        let outcomes = try? write.outcomes(of: answered.map(\.item), from: BatchRows(result))
        guard let outcomes, outcomes.count == answered.count else {
            // Committed, but the write cannot read what PostgreSQL answered: neither success nor failure may be claimed.
            for item in answered { item.caller.resume(returning: .failure(DatabaseError(.unknownOutcome, detail: "\(Write.name): the answer is unreadable"))) }
            return
        }
        for (item, outcome) in zip(answered, outcomes) { item.caller.resume(returning: .success(outcome)) }
    }

    func fail(_ error: DatabaseError) {
        for item in take() { item.caller.resume(returning: .failure(error)) }
    }

    func halves() -> (any BatchSegment, any BatchSegment) {
        let middle = items.count / 2
        return (
            TypedSegment(write, tenant: tenant, items: Array(items[..<middle])),
            TypedSegment(write, tenant: tenant, items: Array(items[middle...]))
        )
    }

    /// Empties the segment: a caller is answered once.
    private func take() -> [Pending<Write>] {
        defer { items = [] }
        return items
    }
}
