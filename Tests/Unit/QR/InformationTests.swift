import Testing

@testable import QR

/// What a symbol says of itself beside its data.
@Suite struct InformationTests {
    /// ISO/IEC 18004, table C.1, by mask.
    static let formats: [(QRCode.Correction, [String])] = [
        (
            .low,
            [
                "111011111000100", "111001011110011", "111110110101010", "111100010011101", "110011000101111", "110001100011000",
                "110110001000001", "110100101110110",
            ]
        ),
        (
            .medium,
            [
                "101010000010010", "101000100100101", "101111001111100", "101101101001011", "100010111111001", "100000011001110",
                "100111110010111", "100101010100000",
            ]
        ),
        (
            .quartile,
            [
                "011010101011111", "011000001101000", "011111100110001", "011101000000110", "010010010110100", "010000110000011",
                "010111011011010", "010101111101101",
            ]
        ),
        (
            .high,
            [
                "001011010001001", "001001110111110", "001110011100111", "001100111010000", "000011101100010", "000001001010101",
                "000110100001100", "000100000111011",
            ]
        ),
    ]
    /// ISO/IEC 18004, table D.1, versions 7 to 20.
    static let versions = [
        "000111110010010100", "001000010110111100", "001001101010011001", "001010010011010011", "001011101111110110", "001100011101100010",
        "001101100001000111", "001110011000001101", "001111100100101000", "010000101101111000", "010001010001011101", "010010101000010111",
        "010011010100110010", "010100100110100110",
    ]

    @Test(arguments: formats)
    func `level and mask are written in both places as the standard has it`(correction: QRCode.Correction, formats: [String]) throws {
        for (mask, format) in formats.enumerated() {
            let bits = FormatInformation.bits(correction, mask: mask)
            #expect(padded(bits, to: 15) == format)
            var rows = [UInt128](repeating: 0, count: 25)
            FormatInformation.draw(correction, mask: mask, in: &rows)
            let isDark = { (x: Int, y: Int) in rows[y] >> x & 1 == 1 }
            // The first bit of the string is at the far left of row 8, and at the bottom of column 8; timing lines are stepped over.
            let first = [0, 1, 2, 3, 4, 5, 7, 8].map { isDark($0, 8) } + [7, 5, 4, 3, 2, 1, 0].map { isDark(8, $0) }
            let second = (18...24).reversed().map { isDark(8, $0) } + (17...24).map { isDark($0, 8) }
            #expect(digits(first) == format)
            #expect(digits(second) == format)
        }
    }

    @Test func `a symbol carries the level and the mask it was made with, and its dark module`() throws {
        for (correction, formats) in Self.formats {
            let code = try QRCode("Herald", correction: correction)
            let first = [0, 1, 2, 3, 4, 5, 7, 8].map { code[$0, 8] } + [7, 5, 4, 3, 2, 1, 0].map { code[8, $0] }
            #expect(digits(first) == formats[code.mask])
            #expect(code[8, code.size - 8])
        }
    }

    @Test func `the version is written in both places from version 7 on`() throws {
        for (index, expected) in Self.versions.enumerated() {
            let version = index + 7
            #expect(padded(VersionInformation.bits(version), to: 18) == expected)
            let code = try QRCode([UInt8](repeating: 0x55, count: Layout(version: version, .low).capacity), correction: .low)
            #expect(code.version == version)
            let places = (0..<18).reversed().map { (near: $0 / 3, far: code.size - 11 + $0 % 3) }
            #expect(digits(places.map { code[$0.far, $0.near] }) == expected)
            #expect(digits(places.map { code[$0.near, $0.far] }) == expected)
        }
    }

    private func digits(_ bits: [Bool]) -> String { String(bits.map { $0 ? "1" : "0" }) }

    private func padded(_ value: UInt32, to count: Int) -> String {
        let digits = String(value, radix: 2)
        return String(repeating: "0", count: count - digits.count) + digits
    }
}
