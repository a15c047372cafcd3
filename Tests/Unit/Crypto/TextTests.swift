import Core
import Crypto
import Testing

@Suite struct TextTests {
    /// RFC 4648, section 10.
    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
    ])
    func `base64 writes and reads the examples of RFC 4648`(bytes: String, text: String) {
        #expect(Base64.standard.encode(bytes.utf8) == text)
        #expect(Base64.standard.decode(text) == Array(bytes.utf8))
        let bare = text.filter { $0 != "=" }
        #expect(Base64.url.encode(bytes.utf8) == bare)
        #expect(Base64.url.decode(bare) == Array(bytes.utf8))
    }

    @Test(arguments: ["Zg", "Zg=", "Zg===", "Zh==", "Zm9=", "Zm9v\n", "Zm 9v", "Zm9v====", "=", "====", "Z===", "Zm-_", "Zg==Zg==", "Zmé="])
    func `base64 in any other spelling is refused`(text: String) {
        #expect(Base64.standard.decode(text) == nil)
    }

    @Test(arguments: ["Zg==", "+/+/", "Z", "Zh", "Zm9"])
    func `base64 for URLs knows no padding, no plus and no unused bits`(text: String) {
        #expect(Base64.url.decode(text) == nil)
    }

    @Test func `every byte value survives base64 and hexadecimal`() {
        let bytes = (0...255).map { UInt8($0) } + [0xFB, 0xFF]
        for variant in [Base64.standard, .url, .unpadded] { #expect(variant.decode(variant.encode(bytes)) == bytes) }
        #expect(Hex.decode(Hex.encode(bytes)) == bytes)
        #expect(Hex.decode("0AfF") == [0x0A, 0xFF])
        #expect(Hex.decode("0") == nil)
        #expect(Hex.decode("0g") == nil)
        #expect(Hex.decode("+5") == nil)
    }

    @Test func `base62 writes 32 bytes as 43 digits`() {
        #expect(Base62.encode([UInt8](repeating: 0, count: 32)) == String(repeating: "0", count: 43))
        #expect(Base62.encode([UInt8](repeating: 0xFF, count: 32)) == "yhjskwdA6OZ1AL1YmHWZWm8LLG7HjnuCA2j5rOw8Xp1")
        #expect(Base62.encode([62]) == "10")
        #expect(Base62.digits(forBytes: 32) == 43)
    }

    @Test func `base62 writes a checksum as 6 digits`() {
        #expect(Base62.encode(UInt64(UInt32.max), length: 6) == "4gfFC3")
        #expect(Base62.encode(61, length: 6) == "00000z")
        #expect(Base62.encode(62, length: 1) == nil)
        #expect(Base62.isValid("azAZ09".utf8))
        #expect(!Base62.isValid("a-b".utf8))
    }
}
