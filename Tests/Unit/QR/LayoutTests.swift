import Testing

@testable import QR

@Suite struct LayoutTests {
    /// ISO/IEC 18004, table 7, byte mode, versions 1 to 20.
    static let capacities: [(QRCode.Correction, [Int])] = [
        (.low, [17, 32, 53, 78, 106, 134, 154, 192, 230, 271, 321, 367, 425, 458, 520, 586, 644, 718, 792, 858]),
        (.medium, [14, 26, 42, 62, 84, 106, 122, 152, 180, 213, 251, 287, 331, 362, 412, 450, 504, 560, 624, 666]),
        (.quartile, [11, 20, 32, 46, 60, 74, 86, 108, 130, 151, 177, 203, 241, 258, 292, 322, 364, 394, 442, 482]),
        (.high, [7, 14, 24, 34, 44, 58, 64, 84, 98, 119, 137, 155, 177, 194, 220, 250, 280, 310, 338, 382]),
    ]

    @Test(arguments: capacities)
    func `each version holds what the standard says, and the smallest that fits is taken`(correction: QRCode.Correction, capacities: [Int]) {
        for (index, capacity) in capacities.enumerated() {
            #expect(Layout(version: index + 1, correction).capacity == capacity)
            #expect(Layout.smallest(for: capacity, correction)?.version == index + 1)
            #expect(Layout.smallest(for: capacity + 1, correction)?.version == (index < 19 ? index + 2 : nil))
        }
    }

    @Test func `mode, count, bytes, terminator and padding follow one another`() {
        #expect(
            Layout(version: 1, .medium).dataCodewords(of: Array("PagedOut!".utf8))
                == [64, 149, 6, 22, 118, 86, 68, 247, 87, 66, 16, 236, 17, 236, 17, 236])
        // From version 10 on the count has two bytes.
        let long = Layout(version: 10, .low).dataCodewords(of: [UInt8](repeating: 0xFF, count: 260))
        #expect(long.prefix(4) == [0x40, 0x10, 0x4F, 0xFF])
        #expect(long.suffix(13) == [0xFF, 0xF0, 0xEC, 0x11, 0xEC, 0x11, 0xEC, 0x11, 0xEC, 0x11, 0xEC, 0x11, 0xEC])
    }

    @Test func `a full symbol has its terminator and no padding`() {
        let words = Layout(version: 1, .high).dataCodewords(of: [UInt8](repeating: 0xFF, count: 7))
        #expect(words == [0x40, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xF0])
    }

    /// A worked example that tutorials pass on: version 5-Q, of which two blocks have 15 codewords and two have 16.
    @Test func `blocks of unequal length are interleaved, first data, then checks`() {
        let layout = Layout(version: 5, .quartile)
        let data = layout.dataCodewords(of: Array(#"There\'s a frood who really knows where his towel is!"#.utf8))
        let blocks: [[UInt8]] = [
            [67, 85, 70, 134, 87, 38, 85, 194, 119, 50, 6, 18, 6, 103, 38],
            [246, 246, 66, 7, 118, 134, 242, 7, 38, 86, 22, 198, 199, 146, 6],
            [182, 230, 247, 119, 50, 7, 118, 134, 87, 38, 82, 6, 134, 151, 50, 7],
            [70, 247, 118, 86, 194, 6, 151, 50, 16, 236, 17, 236, 17, 236, 17, 236],
        ]
        #expect(data == blocks.flatMap(\.self))
        let checks: [[UInt8]] = [
            [213, 199, 11, 45, 115, 247, 241, 223, 229, 248, 154, 117, 154, 111, 86, 161, 111, 39],
            [87, 204, 96, 60, 202, 182, 124, 157, 200, 134, 27, 129, 209, 17, 163, 163, 120, 133],
            [148, 116, 177, 212, 76, 133, 75, 242, 238, 76, 195, 230, 189, 10, 108, 240, 192, 141],
            [235, 159, 5, 173, 24, 147, 59, 33, 106, 40, 255, 172, 82, 2, 131, 32, 178, 236],
        ]
        let expected =
            (0..<16).flatMap { column in blocks.filter { $0.count > column }.map { $0[column] } }
            + (0..<18).flatMap { column in checks.map { $0[column] } }
        #expect(layout.interleaved(data) == expected)
    }
}
