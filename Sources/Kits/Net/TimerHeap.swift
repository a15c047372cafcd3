/// The timers of a loop, the earliest first: a binary heap in which each timer knows its place, so that calling one off takes it out at once
/// and the heap is never larger than what is waited for.
struct TimerHeap {
    private var timers: [EventLoopTimer] = []

    /// When the next timer is due, in monotonic nanoseconds.
    var earliest: Int64? { timers.first?.deadline }

    mutating func insert(_ timer: EventLoopTimer) {
        timers.append(timer)
        timer.position = timers.count - 1
        rise(from: timers.count - 1)
    }

    mutating func remove(_ timer: EventLoopTimer) {
        guard let position = timer.position else { return }
        timer.position = nil
        let last = timers.removeLast()
        guard last !== timer else { return }
        timers[position] = last
        last.position = position
        rise(from: position)
        sink(from: position)
    }

    mutating func popDue(at now: Int64) -> EventLoopTimer? {
        guard let first = timers.first, first.deadline <= now else { return nil }
        remove(first)
        return first
    }

    private mutating func rise(from start: Int) {
        var child = start
        while child > 0 {
            let parent = (child - 1) / 2
            guard timers[child].deadline < timers[parent].deadline else { return }
            exchange(child, parent)
            child = parent
        }
    }

    private mutating func sink(from start: Int) {
        var parent = start
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < timers.count {
                if timers[child].deadline < timers[least].deadline { least = child }
            }
            guard least != parent else { return }
            exchange(parent, least)
            parent = least
        }
    }

    private mutating func exchange(_ left: Int, _ right: Int) {
        timers.swapAt(left, right)
        timers[left].position = left
        timers[right].position = right
    }
}
