/// How much a version holds at a level of correction, and into which blocks its codewords are cut (ISO/IEC 18004, tables 1, 7 and 9).
struct Layout {
    /// All codewords of a symbol, by version.
    private static let total = [
        26, 44, 70, 100, 134, 172, 196, 242, 292, 346, 404, 466, 532, 581, 655, 733, 815, 901, 991, 1085,
    ]
    private static let low = Blocks(
        checks: [7, 10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24, 26, 30, 22, 24, 28, 30, 28, 28],
        count: [1, 1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4, 4, 4, 6, 6, 6, 6, 7, 8])
    private static let medium = Blocks(
        checks: [10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26],
        count: [1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16])
    private static let quartile = Blocks(
        checks: [13, 22, 18, 26, 18, 24, 18, 22, 20, 24, 28, 26, 24, 20, 30, 24, 28, 28, 26, 30],
        count: [1, 1, 2, 2, 4, 4, 6, 6, 8, 8, 8, 10, 12, 16, 12, 17, 16, 18, 21, 20])
    private static let high = Blocks(
        checks: [17, 28, 22, 16, 22, 28, 26, 26, 24, 28, 24, 28, 22, 24, 24, 30, 28, 28, 26, 28],
        count: [1, 1, 2, 4, 4, 4, 5, 6, 8, 8, 11, 11, 16, 16, 18, 16, 19, 21, 25, 25])

    /// Of each version: how many check codewords a block has, and how many blocks there are.
    private struct Blocks {
        let checks: [Int]
        let count: [Int]
    }

    private static let byteMode: UInt8 = 0b0100
    /// What fills the rest, by turns.
    private static let padding: [UInt8] = [0xEC, 0x11]

    let version: Int
    let blocks: Int
    let checksPerBlock: Int
    /// How many codewords are left for mode, count, bytes and padding.
    let dataCodewords: Int

    init(version: Int, _ correction: QRCode.Correction) {
        let table =
            switch correction {
            case .low: Self.low
            case .medium: Self.medium
            case .quartile: Self.quartile
            case .high: Self.high
            }
        self.version = version
        blocks = table.count[version - 1]
        checksPerBlock = table.checks[version - 1]
        dataCodewords = Self.total[version - 1] - blocks * checksPerBlock
    }

    /// The layout of the smallest version that holds so many bytes; nil if none does.
    static func smallest(for byteCount: Int, _ correction: QRCode.Correction) -> Layout? {
        (1...QRCode.largestVersion).lazy.map { Layout(version: $0, correction) }.first { $0.capacity >= byteCount }
    }

    private var isCountTwoBytes: Bool { version >= 10 }

    /// How many bytes fit. Mode, terminator and count take two or three codewords.
    var capacity: Int { dataCodewords - (isCountTwoBytes ? 3 : 2) }

    /// Mode, count, bytes, terminator and padding.
    func dataCodewords(of bytes: [UInt8]) -> [UInt8] {
        var words: [UInt8] = []
        words.reserveCapacity(dataCodewords)
        // The mode has four bits, so that whatever follows lies across two codewords. The terminator has four too, which evens it out.
        var carry = Self.byteMode
        func append(_ byte: UInt8) {
            words.append(carry << 4 | byte >> 4)
            carry = byte & 0xF
        }
        if isCountTwoBytes { append(UInt8(truncatingIfNeeded: bytes.count >> 8)) }
        append(UInt8(truncatingIfNeeded: bytes.count))
        for byte in bytes { append(byte) }
        words.append(carry << 4)
        let used = words.count
        while words.count < dataCodewords { words.append(Self.padding[(words.count - used) % 2]) }
        return words
    }

    /// The codewords in the order in which they are drawn: the first of each block, the second of each block, and so on; then the checks likewise.
    func interleaved(_ data: [UInt8]) -> [UInt8] {
        let short = data.count / blocks
        // Where the blocks cannot be of equal length, the last ones are longer by one.
        let firstLong = blocks - data.count % blocks
        let starts = (0...blocks).map { $0 * short + max(0, $0 - firstLong) }
        let code = ReedSolomon(checkWords: checksPerBlock)
        let checks = (0..<blocks).map { code.checkWords(of: data[starts[$0]..<starts[$0 + 1]]) }
        var words: [UInt8] = []
        words.reserveCapacity(data.count + blocks * checksPerBlock)
        for column in 0..<short {
            for block in 0..<blocks { words.append(data[starts[block] + column]) }
        }
        for block in firstLong..<blocks { words.append(data[starts[block + 1] - 1]) }
        for column in 0..<checksPerBlock {
            for check in checks { words.append(check[column]) }
        }
        return words
    }
}
