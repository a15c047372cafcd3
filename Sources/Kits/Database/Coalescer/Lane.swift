import Core

/// Where the items of one coalescer wait: `inbox` is guarded by the writer's lock, everything else belongs to the loop.
protocol Lane: AnyObject, Sendable {
    var name: String { get }
    /// What waits on the loop's side.
    var waiting: Load { get }
    /// Moves the inbox to the loop's side; with the writer's lock held.
    func drain()
    /// Place and load of the item `offset` behind the first one that waits; nil past the last.
    func item(at offset: Int) -> (sequence: UInt64, load: Load)?
    /// Takes the first `count` items, nil for all: one segment a tenant, in order.
    func take(_ count: Int?) -> [any BatchSegment]
}

final class TypedLane<Write: CoalescedWrite>: Lane, @unchecked Sendable {
    private let write: Write
    private var inbox: [Pending<Write>] = []
    private var items: [Pending<Write>] = []
    /// The first of `items` that has not been taken.
    private var head = 0
    private(set) var waiting = Load()

    init(_ write: Write) { self.write = write }

    var name: String { Write.name }

    /// Takes in one item; with the writer's lock held.
    func add(_ item: Pending<Write>) { inbox.append(item) }

    func drain() {
        guard !inbox.isEmpty else { return }
        for item in inbox { waiting += Load(rows: item.rows, bytes: item.bytes) }
        if head == items.count {
            items.removeAll(keepingCapacity: true)
            head = 0
            swap(&items, &inbox)
        } else {
            items.append(contentsOf: inbox)
            inbox.removeAll(keepingCapacity: true)
        }
    }

    func item(at offset: Int) -> (sequence: UInt64, load: Load)? {
        guard head + offset < items.count else { return nil }
        let item = items[head + offset]
        return (item.sequence, Load(rows: item.rows, bytes: item.bytes))
    }

    func take(_ count: Int?) -> [any BatchSegment] {
        let end = count.map { head + $0 } ?? items.count
        defer {
            head = end
            compact()
        }
        return segments(of: items[head..<end])
    }

    private func segments(of taken: ArraySlice<Pending<Write>>) -> [any BatchSegment] {
        guard let first = taken.first else { return [] }
        for item in taken { waiting -= Load(rows: item.rows, bytes: item.bytes) }
        if taken.allSatisfy({ $0.tenant == first.tenant }) {
            return [TypedSegment(write, tenant: first.tenant, items: Array(taken))]
        }
        var byTenant: [TenantID: TypedSegment<Write>] = [:]
        var segments: [TypedSegment<Write>] = []
        for item in taken {
            if let segment = byTenant[item.tenant] {
                segment.append(item)
            } else {
                let segment = TypedSegment(write, tenant: item.tenant, items: [item])
                byTenant[item.tenant] = segment
                segments.append(segment)
            }
        }
        return segments
    }

    /// Gives back what was taken once it is the greater part, so that a long queue is not moved for every batch.
    private func compact() {
        guard head > items.count / 2 else { return }
        items.removeFirst(head)
        head = 0
    }
}
