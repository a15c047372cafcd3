import Contracts
import Core
import TestSupport
import Testing

@testable import ChannelSimulator
@testable import QR

/// Codes as somebody else's reader sees them.
@Suite struct ReadingTests {
    @Test(arguments: QRCode.Correction.allCases)
    func `every version is read, just filled and just begun`(correction: QRCode.Correction) throws {
        let capacities = try #require(LayoutTests.capacities.first { $0.0 == correction }).1
        let lengths = zip([0] + capacities, capacities).flatMap { below, full in [below + 1, (below + full) / 2, full] }
        var generator = SplitMix(seed: 1)
        let contents = lengths.map { generator.bytes($0) }
        let codes = try contents.map { try QRCode($0, correction: correction) }
        #expect(codes.map(\.version) == (1...20).flatMap { [$0, $0, $0] })
        #expect(codes.allSatisfy { $0.size == 17 + 4 * $0.version })
        // Of all masks some are used; which ones is the penalties' affair.
        #expect(Set(codes.map(\.mask)).count > 4)
        try expect(contents, from: codes.map { $0.png(scale: 3) })
    }

    @Test func `a pairing code is read, at every level and in several sizes`() throws {
        let screen = PairingScreen(chance: SteadyChance(seed: 7))
        let texts = (1...4).map { screen.code($0, at: SystemClock().now).text }
        let images = try texts.flatMap { text in
            try QRCode.Correction.allCases.flatMap { level in
                try [2, 5, 8].map { try QRCode(text, correction: level).png(scale: $0) }
            }
        }
        try expect(texts.flatMap { [[UInt8]](repeating: Array($0.utf8), count: 12) }, from: images)
    }

    @Test(arguments: ["ü – grüße", "日本語のテキスト", "Привет, мир", "😀 smile"])
    func `text beyond ASCII is read as it was written`(text: String) throws {
        #expect(try Zbar().text(of: try QRCode(text, correction: .medium).png(scale: 4)) == text + "\n")
    }

    @Test func `every byte value and a lone byte are read as they are`() throws {
        let contents: [[UInt8]] = [(0...255).map { UInt8($0) }, [0], [0x41], [0xFF], [UInt8](repeating: 0, count: 300)]
        try expect(contents, from: contents.map { try QRCode($0, correction: .quartile).png(scale: 3) })
    }

    @Test(arguments: [(QRCode.Correction.low, 3), (.medium, 6), (.quartile, 8), (.high, 9)])
    func `a stain does not keep it from being read`(correction: QRCode.Correction, width: Int) throws {
        let content = Array(String(repeating: "Herald ", count: 30).utf8)
        var stained = Bitmap(try QRCode(content, correction: correction))
        let middle = stained.modules.count / 2
        for y in middle..<(middle + width) {
            for x in (middle + 3)..<(middle + 3 + width) { stained.modules[y][x].toggle() }
        }
        #expect(try Zbar().read([stained.portable], as: "pbm") == content)
    }

    /// Reads all images in one go and names the first that was not read.
    private func expect(_ contents: [[UInt8]], from images: [[UInt8]], _ location: SourceLocation = #_sourceLocation) throws {
        var rest = try Zbar().read(images)[...]
        for (index, content) in contents.enumerated() {
            guard rest.starts(with: content) else {
                Issue.record("image \(index), of \(content.count) bytes, was not read", sourceLocation: location)
                return
            }
            rest = rest.dropFirst(content.count)
        }
        #expect(rest.isEmpty, sourceLocation: location)
    }
}
