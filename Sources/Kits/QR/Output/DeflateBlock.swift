/// The last block of a deflate stream, with the fixed codes (RFC 1951).
struct DeflateBlock {
    private var bytes: [UInt8] = []
    /// Bits that do not fill a byte yet, the first one lowest.
    private var pending: UInt32 = 0b011
    /// How many of them; at first the three that say "last block, fixed codes".
    private var pendingCount = 3

    /// Appends a byte as it is.
    mutating func append(_ literal: UInt8) { appendSymbol(Int(literal)) }

    /// Appends a repetition of what was so far back, 3 to 258 bytes long and at most 32768 back.
    mutating func append(length: Int, distance: Int) {
        // Codes double their range every fourth step (lengths) or second step (distances); the rest goes into extra bits.
        let excess = length - 3
        if length == 258 {
            appendSymbol(285)
        } else {
            let extra = max(0, Self.logarithm(excess) - 2)
            appendSymbol(257 + 4 * extra + excess >> extra)
            append(excess & (1 << extra - 1), count: extra)
        }
        let back = distance - 1
        let extra = max(0, Self.logarithm(back) - 1)
        appendCode(2 * extra + back >> extra, count: 5)
        append(back & (1 << extra - 1), count: extra)
    }

    /// The block's bytes, after its end.
    consuming func finish() -> [UInt8] {
        appendSymbol(256)
        append(0, count: 7)
        return bytes
    }

    private mutating func appendSymbol(_ symbol: Int) {
        switch symbol {
        case 0..<144: appendCode(0x30 + symbol, count: 8)
        case 144..<256: appendCode(0x190 + symbol - 144, count: 9)
        case 256..<280: appendCode(symbol - 256, count: 7)
        default: appendCode(0xC0 + symbol - 280, count: 8)
        }
    }

    /// Codes go with their highest bit first, unlike everything else.
    private mutating func appendCode(_ code: Int, count: Int) {
        var reversed = 0
        for bit in 0..<count { reversed |= (code >> bit & 1) << (count - 1 - bit) }
        append(reversed, count: count)
    }

    private mutating func append(_ bits: Int, count: Int) {
        pending |= UInt32(truncatingIfNeeded: bits) << UInt32(pendingCount)
        pendingCount += count
        while pendingCount >= 8 {
            bytes.append(UInt8(truncatingIfNeeded: pending))
            pending >>= 8
            pendingCount -= 8
        }
    }

    /// Of 0 it is taken to be 0.
    private static func logarithm(_ value: Int) -> Int { Int.bitWidth - 1 - (value | 1).leadingZeroBitCount }
}
