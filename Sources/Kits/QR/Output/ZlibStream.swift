/// A zlib stream (RFC 1950) of one block with the fixed codes (RFC 1951, 3.2.6), made for images of few and repeated lines.
enum ZlibStream {
    private static let lengths = 4...258
    private static let furthest = 32_768
    private static let tableBits = 12

    /// Compresses `bytes`, which are lines of that length, at least 1: a line that is repeated costs a few bytes.
    static func compress(_ bytes: [UInt8], lineLength: Int) -> [UInt8] {
        var block = DeflateBlock()
        var position = 0
        // Where four bytes were last seen, by their hash; -1 for nowhere.
        var seen = [Int](repeating: -1, count: 1 << tableBits)
        bytes.withUnsafeBufferPointer { bytes in
            while position < bytes.count {
                let (line, hint) = (position - lineLength, slot(bytes, position).map { seen[$0] } ?? -1)
                let (ofLine, ofHint) = (repetition(of: line, at: position, bytes), repetition(of: hint, at: position, bytes))
                var length = max(ofLine, ofHint)
                if lengths.contains(length) {
                    block.append(length: length, distance: position - (ofLine == length ? line : hint))
                } else {
                    block.append(bytes[position])
                    length = 1
                }
                for passed in position..<(position + length) {
                    if let slot = slot(bytes, passed) { seen[slot] = passed }
                }
                position += length
            }
        }
        let check = Adler32.checksum(bytes)
        // A window of 32 KiB, no dictionary, the fastest algorithm; 31 divides the two bytes.
        return [0x78, 0x01] + block.finish() + [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: check >> $0) }
    }

    private static func slot(_ bytes: UnsafeBufferPointer<UInt8>, _ position: Int) -> Int? {
        guard position + 4 <= bytes.count else { return nil }
        let word = (0..<4).reduce(UInt32(0)) { $0 << 8 | UInt32(bytes[position + $1]) }
        return Int((word &* 0x9E37_79B1) >> UInt32(32 - tableBits))
    }

    /// How many bytes from `position` on are those from `place` on; 0 where that is nowhere or too far back.
    private static func repetition(of place: Int, at position: Int, _ bytes: UnsafeBufferPointer<UInt8>) -> Int {
        guard place >= 0, position - place <= furthest else { return 0 }
        let limit = min(lengths.upperBound, bytes.count - position)
        var length = 0
        while length < limit, bytes[place + length] == bytes[position + length] { length += 1 }
        return length
    }
}
