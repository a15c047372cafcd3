import Testing

@testable import QR

@Suite struct ZlibTests {
    @Test(arguments: 0..<8)
    func `whatever goes in comes out`(kind: Int) throws {
        var generator = SplitMix(seed: 3)
        let marker: [UInt8] = [0x51, 0x52, 0x53, 0x54, 0x55]
        let content: [UInt8] =
            switch kind {
            case 0: []
            case 1: [0xFF]
            case 2: generator.bytes(70_000)
            // Repetitions of every length, and longer than one may be.
            case 3: (1...600).flatMap { [UInt8(truncatingIfNeeded: $0), 0xEE, 0xDD] + [UInt8](repeating: 7, count: $0) }
            // The marker's first place is too far back, just near enough, and just not.
            case 4: marker + [UInt8](repeating: 0, count: 40_000) + marker
            case 5: marker + [UInt8](repeating: 0, count: 32_763) + marker
            case 6: marker + [UInt8](repeating: 0, count: 32_764) + marker
            default: (0..<15).flatMap { marker + [UInt8](repeating: 0, count: 1 << $0 + 5) }
            }
        for lineLength in [1, 100, 33_000] { #expect(try Inflate.zlib(ZlibStream.compress(content, lineLength: lineLength)) == content) }
    }

    @Test func `what was seen just within reach is pointed at, and nothing beyond`() {
        let marker = (1...200).map { UInt8($0) }
        func count(_ gap: Int) -> Int {
            ZlibStream.compress(marker + [UInt8](repeating: 0, count: gap) + marker, lineLength: 1).count
        }
        #expect(count(32_768 - 200) < 600)
        #expect(count(32_768 - 199) > count(32_768 - 200) + 100)
    }

    @Test(arguments: [("", 1), ("Wikipedia", 0x11E6_0398)])
    func `the check is Adler's`(text: String, check: UInt32) {
        #expect(Adler32.checksum(Array(text.utf8)) == check)
    }
}
