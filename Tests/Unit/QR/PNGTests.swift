import QR
import Testing

@Suite struct PNGTests {
    @Test(arguments: [1, 2, 3, 5, 8])
    func `a strict reader finds each module, and nothing wrong`(scale: Int) throws {
        for text in ["a", "https://wa.me/settings/linked_devices#2@" + String(repeating: "q7+/", count: 50)] {
            let code = try QRCode(text, correction: .medium)
            let image = try StrictPNG(code.png(scale: scale))
            #expect(image.width == (code.size + 8) * scale)
            #expect(image.pixels.count == image.width)
            let expected = Bitmap(code).modules.flatMap { row in
                [[Bool]](repeating: row.flatMap { [Bool](repeating: $0, count: scale) }, count: scale)
            }
            #expect(image.pixels == expected)
        }
    }

    @Test func `an image of a pairing code stays small`() throws {
        let code = try QRCode(String(repeating: "q7+/", count: 60), correction: .low)
        #expect(code.png(scale: 8).count < 3000)
        #expect(code.png(scale: 1).count < 1000)
    }

    @Test func `the strict reader is strict`() throws {
        let png = try QRCode("a", correction: .low).png(scale: 3)
        #expect(throws: Never.self) { try StrictPNG(png) }
        for index in png.indices {
            var broken = png
            broken[index] ^= 0x10
            #expect(throws: StrictPNG.Fault.self, "byte \(index)") { try StrictPNG(broken) }
        }
        #expect(throws: StrictPNG.Fault.self) { try StrictPNG(png + [0]) }
        #expect(throws: StrictPNG.Fault.self) { try StrictPNG(png.dropLast(12)) }
    }
}
