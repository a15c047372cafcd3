/// The eight patterns one of which is laid over the data, so that no large areas or false finder patterns arise (ISO/IEC 18004, 7.8.2).
enum DataMask {
    static let count = 8
    /// After so many rows every pattern begins again.
    private static let period = 12

    /// Mask by mask, a period of rows, wide enough for any symbol.
    private static let rows: [UInt128] = (0..<count).flatMap { mask in
        (0..<period).map { y in
            (0..<UInt128.bitWidth).reduce(UInt128(0)) { row, x in isInverted(mask, x: x, y: y) ? row | 1 << x : row }
        }
    }

    /// Inverts what the mask inverts, but for the modules that are taken.
    static func apply(_ mask: Int, to rows: inout [UInt128], sparing taken: [UInt128]) {
        let pattern = Self.rows[(mask * period)..<((mask + 1) * period)]
        let inside = UInt128(1) << rows.count - 1
        for y in rows.indices { rows[y] ^= pattern[pattern.startIndex + y % period] & ~taken[y] & inside }
    }

    private static func isInverted(_ mask: Int, x: Int, y: Int) -> Bool {
        switch mask {
        case 0: (x + y) % 2 == 0
        case 1: y % 2 == 0
        case 2: x % 3 == 0
        case 3: (x + y) % 3 == 0
        case 4: (x / 3 + y / 2) % 2 == 0
        case 5: x * y % 2 + x * y % 3 == 0
        case 6: (x * y % 2 + x * y % 3) % 2 == 0
        default: ((x + y) % 2 + x * y % 3) % 2 == 0
        }
    }
}
