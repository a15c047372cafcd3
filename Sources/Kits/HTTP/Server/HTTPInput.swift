/// Bytes that were received and not read yet, in one piece.
struct HTTPInput {
    /// How large a buffer is at first; those of this size are shared by the connections of a loop.
    static let size = 16 * 1024

    private(set) var storage: [UInt8] = []
    private(set) var start = 0
    private(set) var end = 0

    var count: Int { end - start }
    var isEmpty: Bool { start == end }
    /// Whether there is no room behind the bytes, even after moving them to the front.
    var isFull: Bool { !storage.isEmpty && count == storage.count }

    /// Lends the bytes.
    func withSpan<Result, Failure: Error>(_ body: (Span<UInt8>) throws(Failure) -> Result) throws(Failure) -> Result {
        try body(storage.span.extracting(start..<end))
    }

    /// A copy of the first `count` bytes, which are then gone.
    mutating func take(_ count: Int) -> [UInt8] {
        defer { drop(count) }
        return Array(storage[start..<start + count])
    }

    /// Some of the bytes, by their offsets.
    func slice(_ range: Range<Int>) -> ArraySlice<UInt8> { storage[start + range.lowerBound..<start + range.upperBound] }

    /// Forgets the first `count` bytes.
    mutating func drop(_ count: Int) {
        start += count
        if start == end { (start, end) = (0, 0) }
    }

    /// Forgets all bytes.
    mutating func clear() { (start, end) = (0, 0) }

    /// Makes room behind the bytes: at least one byte, or `room` of them if that is more.
    mutating func makeRoom(_ room: Int = 1, pool: inout HTTPBufferPool) {
        if storage.isEmpty { storage = pool.takeInput() }
        guard storage.count - end < room else { return }
        if start > 0 {
            let waiting = start..<end
            storage.replaceSubrange(0..<waiting.count, with: Array(storage[waiting]))
            (start, end) = (0, waiting.count)
        }
        let missing = room - (storage.count - end)
        if missing > 0 { storage.append(contentsOf: repeatElement(0, count: max(missing, storage.count))) }
    }

    /// Lends the room behind the bytes; `body` says how much of it was filled.
    mutating func fill(_ body: (UnsafeMutableRawBufferPointer) -> Int) {
        let end = end
        let filled = storage.withUnsafeMutableBytes { body(UnsafeMutableRawBufferPointer(rebasing: $0[end...])) }
        self.end += filled
    }

    /// Gives the buffer back while there is nothing in it.
    mutating func release(to pool: inout HTTPBufferPool) {
        guard isEmpty, !storage.isEmpty else { return }
        pool.giveInput(&storage)
    }
}
