import Core

/// What one commit writes: segments sorted by tenant, within a tenant by name.
///
/// Every process sorts alike, so two of them take the locks they share in the same order.
struct Batch {
    var segments: [any BatchSegment]
    /// Set once it is unknown whether it is committed: until when it is tried again.
    var resolveBy: Duration?
    /// When it may be sent again, if not at once.
    var notBefore: Duration?
    /// How many deadlocks it has lost.
    var collisions = 0

    /// Whether it may be committed already.
    var isUncertain: Bool { resolveBy != nil }
    /// How many items are still to be answered.
    var count: Int { segments.reduce(0) { $0 + $1.count } }
    /// What it weighs.
    var load: Load { segments.reduce(into: Load()) { $0 += $1.load } }

    /// Two batches that together are this one, cut inside the segment at `culprit`, in order.
    ///
    /// Whoever is guilty is in exactly one of them with at most half of the suspects; a segment of one item is not cut.
    func cut(at culprit: Int) -> [Batch] {
        let (first, second) = segments[culprit].halves()
        return [with(segments[..<culprit] + [first]), with([second] + segments[(culprit + 1)...])]
    }

    /// Two batches that together are this one, when no statement is suspected more than the others (a deferred constraint).
    func halves() -> [Batch] {
        guard segments.count > 1 else { return cut(at: 0) }
        let middle = segments.count / 2
        return [with(segments[..<middle]), with(segments[middle...])]
    }

    /// The batch without the segments for which `isGuilty` holds.
    func without(_ isGuilty: (any BatchSegment) -> Bool) -> Batch { with(segments.filter { !isGuilty($0) }[...]) }

    private func with(_ segments: ArraySlice<any BatchSegment>) -> Batch {
        var part = self
        part.segments = Array(segments)
        return part
    }

    private func with(_ segments: [any BatchSegment]) -> Batch { with(segments[...]) }
}
