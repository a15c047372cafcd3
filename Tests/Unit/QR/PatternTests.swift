import Testing

@testable import QR

@Suite struct PatternTests {
    @Test func `alignment patterns are where the standard has them`() {
        // ISO/IEC 18004, table E.1.
        let expected = [
            [], [6, 18], [6, 22], [6, 26], [6, 30], [6, 34], [6, 22, 38], [6, 24, 42], [6, 26, 46], [6, 28, 50], [6, 30, 54], [6, 32, 58],
            [6, 34, 62], [6, 26, 46, 66], [6, 26, 48, 70], [6, 26, 50, 74], [6, 30, 54, 78], [6, 30, 56, 82], [6, 30, 58, 86], [6, 34, 62, 90],
        ]
        #expect((1...20).map { FunctionPatterns.alignmentCentres($0) } == expected)
    }

    @Test(arguments: 1...20)
    func `finder, timing and alignment patterns look as the standard pictures them`(version: Int) throws {
        let code = try QRCode([UInt8](repeating: 0x33, count: Layout(version: version, .low).capacity), correction: .low)
        let far = code.size - 7
        let finder = ["#######", "#.....#", "#.###.#", "#.###.#", "#.###.#", "#.....#", "#######"]
        for (x, y) in [(0, 0), (far, 0), (0, far)] {
            #expect(picture(code, x: x, y: y, width: 7) == finder)
            // The light line around it; outside of the symbol all is light anyway.
            for place in -1...7 {
                for (x, y) in [(x + place, y - 1), (x + place, y + 7), (x - 1, y + place), (x + 7, y + place)] { #expect(!code[x, y]) }
            }
        }
        for place in 8..<(code.size - 8) { #expect(code[place, 6] == (place % 2 == 0) && code[6, place] == (place % 2 == 0)) }
        let centres = FunctionPatterns.alignmentCentres(version)
        let alignment = ["#####", "#...#", "#.#.#", "#...#", "#####"]
        for y in centres {
            for x in centres where ![[6, 6], [6, far], [far, 6]].contains([x, y]) {
                #expect(picture(code, x: x - 2, y: y - 2, width: 5) == alignment)
            }
        }
    }

    private func picture(_ code: QRCode, x: Int, y: Int, width: Int) -> [String] {
        (y..<(y + width)).map { y in String((x..<(x + width)).map { x in code[x, y] ? "#" : "." }) }
    }

    @Test func `the patterns leave as many modules as the standard says`() {
        // ISO/IEC 18004, table 1: codewords, and the bits that remain.
        let remainders = [0, 7, 7, 7, 7, 7, 0, 0, 0, 0, 0, 0, 0, 3, 3, 3, 3, 3, 3, 3]
        for (index, remainder) in remainders.enumerated() {
            let patterns = FunctionPatterns(version: index + 1)
            let size = patterns.taken.count
            #expect(size == 21 + 4 * index)
            let layout = Layout(version: index + 1, .high)
            let codewords = layout.dataCodewords + layout.blocks * layout.checksPerBlock
            #expect(size * size - patterns.taken.reduce(0) { $0 + $1.nonzeroBitCount } == codewords * 8 + remainder)
            #expect(zip(patterns.dark, patterns.taken).allSatisfy { $0 & ~$1 == 0 })
        }
    }

    @Test func `outside of the symbol all is light`() throws {
        let code = try QRCode("a", correction: .low)
        #expect(code.size == 21)
        #expect(code[0, 0] && code[20, 0] && code[0, 20])
        for (x, y) in [(-1, 0), (0, -1), (21, 0), (0, 21), (Int.min, Int.max), (Int.max, Int.min)] { #expect(!code[x, y]) }
    }
}
