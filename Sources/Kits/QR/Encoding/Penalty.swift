/// How hard a symbol is to read: the points by which the best mask is chosen (ISO/IEC 18004, 7.8.3). A row is a word, looked at as a whole.
enum Penalty {
    static func score(_ rows: [UInt128]) -> Int { runs(rows) + blocks(rows) + finders(rows) + imbalance(rows) }

    /// Five or more modules of a colour in a line: 3 points for five, one more for each further one.
    static func runs(_ rows: [UInt128]) -> Int {
        let all = UInt128(1) << rows.count - 1
        var points = 0
        // A run of n begins n - 4 fives, of which one is its first.
        for row in rows {
            let alike = ~(row ^ row >> 1) & all >> 1
            let fives = alike & alike >> 1 & alike >> 2 & alike >> 3
            points += fives.nonzeroBitCount + 2 * (fives & ~(fives << 1)).nonzeroBitCount
        }
        var above: UInt128 = 0
        for y in 0..<(rows.count - 4) {
            let unlike = (rows[y] ^ rows[y + 1]) | (rows[y] ^ rows[y + 2]) | (rows[y] ^ rows[y + 3]) | (rows[y] ^ rows[y + 4])
            let fives = ~unlike & all
            points += fives.nonzeroBitCount + 2 * (fives & ~above).nonzeroBitCount
            above = fives
        }
        return points
    }

    /// 3 points for each two by two modules of a colour; larger areas hold several.
    static func blocks(_ rows: [UInt128]) -> Int {
        let inner = UInt128(1) << (rows.count - 1) - 1
        var points = 0
        for y in 1..<rows.count {
            let (upper, lower) = (rows[y - 1], rows[y])
            let unlike = (upper ^ upper >> 1) | (lower ^ lower >> 1) | (upper ^ lower)
            points += 3 * (~unlike & inner).nonzeroBitCount
        }
        return points
    }

    /// 40 points for whatever looks like a line through a finder pattern, with four light modules before or after it. Outside of the
    /// symbol all is light.
    static func finders(_ rows: [UInt128]) -> Int {
        var found = 0
        for row in rows {
            let middle = row & ~(row >> 1) & row >> 2 & row >> 3 & row >> 4 & ~(row >> 5) & row >> 6
            let before = row << 1 | row << 2 | row << 3 | row << 4
            let after = row >> 7 | row >> 8 | row >> 9 | row >> 10
            found += (middle & ~(before & after)).nonzeroBitCount
        }
        for y in 0..<(rows.count - 6) {
            let middle = rows[y] & ~rows[y + 1] & rows[y + 2] & rows[y + 3] & rows[y + 4] & ~rows[y + 5] & rows[y + 6]
            guard middle != 0 else { continue }
            let before = rows[max(0, y - 4)..<y].reduce(0, |)
            let after = rows[(y + 7)..<max(y + 7, min(y + 11, rows.count))].reduce(0, |)
            found += (middle & ~(before & after)).nonzeroBitCount
        }
        return 40 * found
    }

    /// 10 points for each five per cent by which the share of dark modules is off the half.
    static func imbalance(_ rows: [UInt128]) -> Int {
        let total = rows.count * rows.count
        let dark = rows.reduce(0) { $0 + $1.nonzeroBitCount }
        return abs(20 * dark - 10 * total) / total * 10
    }
}
