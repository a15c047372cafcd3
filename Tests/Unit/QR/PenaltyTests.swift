import Testing

@testable import QR

@Suite struct PenaltyTests {
    @Test func `each rule counts what the standard has it count`() {
        // A line of seven at the top: 5 for it, and none for its columns.
        #expect(Penalty.runs(rows(["1111111", "0101010", "1010101", "0101010", "1010101", "0101010", "1010101"])) == 5)
        // All of a colour, six wide: each of twelve lines is one of six.
        let light = rows([String](repeating: "000000", count: 6))
        #expect(Penalty.runs(light) == 48)
        #expect(Penalty.blocks(light) == 75)
        #expect(Penalty.imbalance(light) == 100)
        #expect(Penalty.imbalance(rows(["10", "01"])) == 0)
    }

    @Test func `a finder's line counts once, wherever it has four light modules beside it`() {
        let empty = String(repeating: "0", count: 15)
        func points(_ line: String) -> Int { Penalty.finders(rows([line] + [String](repeating: empty, count: 14))) }
        #expect(points("000010111010000") == 40)
        #expect(points("101110100000000") == 40)
        #expect(points("000000001011101") == 40)
        #expect(points("010111010000000") == 40)
        #expect(points("101110110101010") == 40)
        #expect(points("010101110110101") == 0)
    }

    @Test(arguments: 0..<40)
    func `words are scored as modules would be, one by one`(seed: UInt64) {
        var generator = SplitMix(seed: seed)
        let size = Int(seed % 20) * 4 + 21
        let inside = UInt128(1) << size - 1
        // Of every third grid most is light, so that long runs occur.
        let isSparse = seed % 3 == 0
        let grid = (0..<size).map { _ in (0..<(isSparse ? 4 : 1)).reduce(inside) { row, _ in row & generator.word() } }
        #expect(Penalty.score(grid) == PlainPenalty(grid).score)
    }

    @Test(arguments: ["Herald", "", String(repeating: "0", count: 200), String(repeating: "aZ9-", count: 60)])
    func `the mask with the least penalty is taken`(text: String) throws {
        for correction in QRCode.Correction.allCases {
            let code = try QRCode(text, correction: correction)
            let patterns = FunctionPatterns(version: code.version)
            let layout = Layout(version: code.version, correction)
            let unmasked = patterns.placing(layout.interleaved(layout.dataCodewords(of: Array(text.utf8))))
            let scores = (0..<8).map { mask in
                var rows = unmasked
                DataMask.apply(mask, to: &rows, sparing: patterns.taken)
                FormatInformation.draw(correction, mask: mask, in: &rows)
                return PlainPenalty(rows).score
            }
            #expect(scores.min() == scores[code.mask])
            #expect(Set(scores).count > 1)
        }
    }

    private func rows(_ lines: [String]) -> [UInt128] { lines.map { UInt128(String($0.reversed()), radix: 2) ?? 0 } }
}
