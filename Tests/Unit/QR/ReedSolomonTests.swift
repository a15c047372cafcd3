import Testing

@testable import QR

@Suite struct ReedSolomonTests {
    /// ISO/IEC 18004, annex A: the generator polynomials as exponents of 2, without the first.
    @Test(arguments: [
        (7, [87, 229, 146, 149, 238, 102, 21]),
        (10, [251, 67, 46, 61, 118, 70, 64, 94, 32, 45]),
        (
            30,
            [
                41, 173, 145, 152, 216, 31, 179, 182, 50, 48, 110, 86, 239, 96, 222, 125, 42, 173, 226, 193, 224, 130, 156, 37, 251, 216, 238, 40,
                192, 180,
            ]
        ),
    ])
    func `the generator polynomials are those of the standard`(degree: Int, exponents: [Int]) {
        #expect(ReedSolomon(checkWords: degree).generator == exponents)
    }

    @Test func `the standard's example gets the standard's check words`() {
        // ISO/IEC 18004, annex I: 01234567 in version 1-M.
        let data: [UInt8] = [0x10, 0x20, 0x0C, 0x56, 0x61, 0x80, 0xEC, 0x11, 0xEC, 0x11, 0xEC, 0x11, 0xEC, 0x11, 0xEC, 0x11]
        #expect(
            ReedSolomon(checkWords: 10).checkWords(of: data[...]) == [0xA5, 0x24, 0xD4, 0xC1, 0xED, 0x36, 0xC7, 0x87, 0x2C, 0x55])
    }

    @Test func `data of zeros gets checks of zeros`() {
        #expect(ReedSolomon(checkWords: 7).checkWords(of: [0, 0, 0]) == [UInt8](repeating: 0, count: 7))
    }
}
