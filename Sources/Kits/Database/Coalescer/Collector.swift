import Core

/// Makes the next batch from what waits in the lanes.
struct Collector {
    let limits: WriterLimits

    /// As much as one batch may hold, oldest first over all lanes; nil when nothing waits.
    func next(from lanes: [any Lane]) -> Batch? {
        let waiting = lanes.reduce(into: Load()) { $0 += $1.waiting }
        guard waiting.rows > 0 else { return nil }
        let segments =
            fits(waiting)
            ? lanes.flatMap { $0.take(nil) }
            : zip(lanes, shares(of: lanes)).flatMap { $0.take($1) }
        return Batch(segments: sorted(segments))
    }

    private func fits(_ load: Load) -> Bool { load.rows <= limits.rowsPerBatch && load.bytes <= limits.bytesPerBatch }

    /// How many items each lane may give. The oldest one always fits: a single item may be larger than a batch.
    private func shares(of lanes: [any Lane]) -> [Int] {
        var shares = Array(repeating: 0, count: lanes.count)
        var load = Load()
        while true {
            var oldest: (lane: Int, mark: EntryMark)?
            for (index, lane) in lanes.enumerated() {
                guard let mark = lane.mark(at: shares[index]) else { continue }
                if let known = oldest, known.mark.sequence < mark.sequence { continue }
                oldest = (index, mark)
            }
            guard let oldest, load.rows == 0 || fits(load + oldest.mark.load) else { return shares }
            load += oldest.mark.load
            shares[oldest.lane] += 1
        }
    }

    /// By tenant, within a tenant by name: the order in which locks are taken.
    private func sorted(_ segments: [any BatchSegment]) -> [any BatchSegment] {
        guard segments.count > 1 else { return segments }
        return segments.sorted { left, right in
            left.tenant == right.tenant ? left.name < right.name : left.tenant < right.tenant
        }
    }
}
