import Core

/// Where the items of one coalescer wait: `inbox` is guarded by the writer's lock, everything else belongs to the loop.
protocol Lane: AnyObject, Sendable {
    var name: String { get }
    /// What waits on the loop's side.
    var waiting: Load { get }
    /// Moves the inbox to the loop's side; with the writer's lock held.
    func drain()
    /// The item `offset` behind the first one that waits; nil past the last.
    func mark(at offset: Int) -> EntryMark?
    /// Takes the first `count` items, nil for all: one segment a tenant, in order.
    func take(_ count: Int?) -> [any BatchSegment]
}

final class TypedLane<Write: CoalescedWrite>: Lane, @unchecked Sendable {
    private let write: Write
    private var inbox = Entries<Write>()
    private var entries = Entries<Write>()
    /// The first of `entries` that has not been taken.
    private var head = 0
    private(set) var waiting = Load()

    init(_ write: Write) { self.write = write }

    var name: String { Write.name }

    /// Takes in one item; with the writer's lock held.
    func add(_ mark: EntryMark, _ item: Write.Item, _ caller: Entries<Write>.Caller) { inbox.append(mark, item, caller) }

    func drain() {
        guard inbox.count > 0 else { return }
        waiting += inbox.marks.load
        if entries.count == 0 {
            swap(&entries, &inbox)
        } else {
            entries.append(contentsOf: inbox)
            inbox.removeFirst(inbox.count)
        }
    }

    func mark(at offset: Int) -> EntryMark? {
        head + offset < entries.count ? entries.marks[head + offset] : nil
    }

    func take(_ count: Int?) -> [any BatchSegment] {
        let taken = takeEntries(count)
        guard let first = taken.marks.first else { return [] }
        waiting -= taken.marks.load
        if taken.marks.allSatisfy({ $0.tenant == first.tenant }) {
            return [TypedSegment(write, tenant: first.tenant, entries: taken)]
        }
        var byTenant: [TenantID: TypedSegment<Write>] = [:]
        var segments: [TypedSegment<Write>] = []
        for (index, mark) in taken.marks.enumerated() {
            let known = byTenant[mark.tenant]
            let segment = known ?? TypedSegment(write, tenant: mark.tenant, entries: Entries())
            segment.append(mark, taken.items[index], taken.callers[index])
            if known == nil {
                byTenant[mark.tenant] = segment
                segments.append(segment)
            }
        }
        return segments
    }

    private func takeEntries(_ count: Int?) -> Entries<Write> {
        let end = count.map { head + $0 } ?? entries.count
        if head == 0, end == entries.count {
            let taken = entries
            // The next batch is likely to be as large.
            entries = Entries(capacity: end)
            return taken
        }
        let taken = entries[head..<end]
        head = end
        // Given back once it is the greater part, so that a long queue is not moved for every batch.
        if head > entries.count / 2 {
            entries.removeFirst(head)
            head = 0
        }
        return taken
    }
}
