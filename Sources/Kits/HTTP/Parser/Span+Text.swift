extension Span<UInt8> {
    /// Whether `word`, written in small letters, stands at `start`, in whatever case.
    @inline(__always)
    func matches(_ word: StaticString, at start: Int) -> Bool {
        let length = word.utf8CodeUnitCount
        guard start + length <= count else { return false }
        let wanted = word.utf8Start
        for index in 0..<length where ASCII.lower(self[start + index]) != wanted[index] {
            return false
        }
        return true
    }

    /// Whether exactly `word` stands at `start`.
    @inline(__always)
    func isEqual(_ word: StaticString, at start: Int) -> Bool {
        let length = word.utf8CodeUnitCount
        guard start + length <= count else { return false }
        let wanted = word.utf8Start
        for index in 0..<length where self[start + index] != wanted[index] {
            return false
        }
        return true
    }

    /// The bytes as text.
    func text(_ start: Int, _ end: Int) -> String {
        extracting(start..<end).withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
    }
}
