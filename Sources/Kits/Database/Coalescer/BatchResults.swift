import CLibpq

/// The results of a batch's statements, one a segment; freed with it.
final class BatchResults {
    private var results: [Box] = []

    /// An array cannot hold what cannot be copied.
    private final class Box {
        let result: QueryResult
        init(_ result: consuming QueryResult) { self.result = result }
    }

    func append(_ result: consuming QueryResult) { results.append(Box(result)) }

    /// What PostgreSQL answered to the segment at that place; valid as long as this object.
    subscript(segment: Int) -> OpaquePointer? { segment < results.count ? results[segment].result.pointer : nil }
}
