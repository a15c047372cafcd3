import Testing

@testable import QR

@Suite struct LimitTests {
    @Test(arguments: [(QRCode.Correction.low, 858), (.medium, 666), (.quartile, 482), (.high, 382)])
    func `what does not fit is refused with the limit`(correction: QRCode.Correction, limit: Int) throws {
        #expect(QRCode.capacity(correction) == limit)
        #expect(try QRCode([UInt8](repeating: 0xAA, count: limit), correction: correction).version == QRCode.largestVersion)
        let error = #expect(throws: QRCodeTooLong.self) {
            try QRCode([UInt8](repeating: 0xAA, count: limit + 1), correction: correction)
        }
        #expect(error == QRCodeTooLong(byteCount: limit + 1, limit: limit))
        #expect(error?.description.contains("\(limit)") == true)
    }

    @Test func `a text counts by its bytes in UTF-8`() throws {
        let text = String(repeating: "ü", count: 8)
        #expect(try QRCode(text, correction: .low) == QRCode(Array(text.utf8), correction: .low))
        #expect(try QRCode(text, correction: .low).version == 1)
        #expect(try QRCode(text + "ü", correction: .low).version == 2)
    }

    @Test func `nothing at all is a code too`() throws {
        #expect(try QRCode("", correction: .high).version == 1)
    }

    @Test(arguments: [(Int.min, 1), (0, 1), (33, 32), (Int.max, 32)])
    func `a scale out of range is brought into it`(wanted: Int, used: Int) throws {
        let code = try QRCode("a", correction: .low)
        #expect(code.png(scale: wanted) == code.png(scale: used))
        #expect(code.svg(moduleSize: wanted) == code.svg(moduleSize: used))
    }
}
