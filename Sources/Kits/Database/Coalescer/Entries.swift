import Core

/// What is known of one item without knowing what it is.
struct EntryMark {
    let tenant: TenantID
    let load: Load
    /// Its place among all items of all coalescers.
    let sequence: UInt64
}

/// Items and their callers, in order, a column each: what moves whole batches about then never touches a single generic item, and the items'
/// own column is handed to `encode` as it is.
struct Entries<Write: CoalescedWrite> {
    typealias Caller = UnsafeContinuation<Result<Write.Outcome, DatabaseError>, Never>

    private(set) var marks: [EntryMark] = []
    private(set) var items: [Write.Item] = []
    private(set) var callers: [Caller] = []

    init(capacity: Int = 0) {
        marks.reserveCapacity(capacity)
        items.reserveCapacity(capacity)
        callers.reserveCapacity(capacity)
    }

    var count: Int { marks.count }

    mutating func append(_ mark: EntryMark, _ item: Write.Item, _ caller: Caller) {
        marks.append(mark)
        items.append(item)
        callers.append(caller)
    }

    mutating func append(contentsOf other: Entries) {
        marks.append(contentsOf: other.marks)
        items.append(contentsOf: other.items)
        callers.append(contentsOf: other.callers)
    }

    mutating func removeFirst(_ count: Int) {
        marks.removeFirst(count)
        items.removeFirst(count)
        callers.removeFirst(count)
    }

    subscript(range: Range<Int>) -> Entries {
        var part = Entries()
        part.marks = Array(marks[range])
        part.items = Array(items[range])
        part.callers = Array(callers[range])
        return part
    }
}

extension Sequence<EntryMark> {
    /// What the items weigh together.
    var load: Load { reduce(into: Load()) { $0 += $1.load } }
}
