/// What every symbol of a version has in common: the patterns that readers steer by, and which modules are not for data (ISO/IEC 18004, 6.3).
struct FunctionPatterns {
    /// The seven rows of a finder pattern, with the light separator to its right.
    private static let finder: [UInt128] = [0x7F, 0x41, 0x5D, 0x5D, 0x5D, 0x41, 0x7F]
    private static let alignment: [UInt128] = [0x1F, 0x11, 0x15, 0x11, 0x1F]
    /// The row and the column that alternate.
    static let timingLine = 6

    /// By row, as in a symbol.
    private(set) var dark: [UInt128]
    /// By row; set where a module belongs to a pattern, or to format or version information.
    private(set) var taken: [UInt128]

    private var size: Int { dark.count }

    init(version: Int) {
        let size = 17 + 4 * version
        dark = [UInt128](repeating: 0, count: size)
        taken = dark
        drawFinders()
        drawAlignment(version)
        // Format information is drawn with each mask; only the place is taken here.
        draw(0, width: 9, x: 0, y: 8)
        draw(0, width: 8, x: size - 8, y: 8)
        for y in Array(0..<9) + Array((size - 8)..<size) { draw(0, width: 1, x: 8, y: y) }
        draw(1, width: 1, x: 8, y: size - 8)
        // After the format information, which crosses it without taking its modules.
        drawTiming()
        if version >= VersionInformation.firstVersion { drawVersion(VersionInformation.bits(version)) }
    }

    /// A symbol's rows with these patterns and the codewords in the modules that are free, before masking.
    func placing(_ codewords: [UInt8]) -> [UInt128] {
        var rows = dark
        var bit = 0
        let end = codewords.count * 8
        var right = size - 1
        var isUpward = true
        // Columns in pairs from the right, up and down by turns; the timing column belongs to none.
        while right > 0 {
            if right == Self.timingLine { right -= 1 }
            for step in 0..<size {
                let y = isUpward ? size - 1 - step : step
                var free = ~taken[y] >> (right - 1) & 0b11
                // Right before left. What is left over at the end, 7 modules at most, stays light.
                while free != 0, bit < end {
                    let x: UInt128 = free & 0b10 != 0 ? 1 : 0
                    rows[y] |= UInt128(codewords[bit >> 3] >> (7 - UInt8(truncatingIfNeeded: bit & 7)) & 1) << (x + UInt128(right - 1))
                    free &= ~(1 << x)
                    bit += 1
                }
            }
            isUpward.toggle()
            right -= 2
        }
        return rows
    }

    /// In which rows and columns alignment patterns have their centres: evenly spaced from the lower right, the rest before the second.
    static func alignmentCentres(_ version: Int) -> [Int] {
        guard version > 1 else { return [] }
        let last = 10 + 4 * version
        let gaps = version / 7 + 1
        // Rounded up to an even number, so that the timing pattern goes through them.
        let step = ((last - timingLine + gaps - 1) / gaps + 1) / 2 * 2
        return [timingLine] + (0..<gaps).reversed().map { last - $0 * step }
    }

    private mutating func draw(_ pattern: UInt128, width: Int, x: Int, y: Int) {
        let place = (UInt128(1) << width - 1) << x
        dark[y] = dark[y] & ~place | pattern << x
        taken[y] |= place
    }

    private mutating func drawTiming() {
        for position in 8..<(size - 8) {
            let pattern: UInt128 = position % 2 == 0 ? 1 : 0
            draw(pattern, width: 1, x: position, y: Self.timingLine)
            draw(pattern, width: 1, x: Self.timingLine, y: position)
        }
    }

    private mutating func drawFinders() {
        for (y, pattern) in (Self.finder + [0]).enumerated() {
            draw(pattern, width: 8, x: 0, y: y)
            draw(pattern << 1, width: 8, x: size - 8, y: y)
            draw(pattern, width: 8, x: 0, y: size - 1 - y)
        }
    }

    private mutating func drawAlignment(_ version: Int) {
        let centres = Self.alignmentCentres(version)
        for (row, y) in centres.enumerated() {
            for (column, x) in centres.enumerated() {
                let isFinder = (row == 0 && (column == 0 || column == centres.count - 1)) || (row == centres.count - 1 && column == 0)
                guard !isFinder else { continue }
                for (offset, pattern) in Self.alignment.enumerated() { draw(pattern, width: 5, x: x - 2, y: y - 2 + offset) }
            }
        }
    }

    private mutating func drawVersion(_ bits: UInt32) {
        for index in 0..<18 {
            let (near, far) = (index / 3, size - 11 + index % 3)
            draw(UInt128(bits >> index & 1), width: 1, x: far, y: near)
            draw(UInt128(bits >> index & 1), width: 1, x: near, y: far)
        }
    }
}
