import Auth
import Contracts
import Core
import Crypto
import Testing

@Suite struct APIKeyTests {
    @Test(arguments: KeyEnvironment.allCases)
    func `a key that was made is read again, and is looked up by the digest of its text`(_ environment: KeyEnvironment) throws {
        let (key, text) = APIKey.make(environment, chance: SystemChance())
        let read = try #require(APIKey(text.reveal))
        #expect(read.environment == environment)
        #expect(read.digest == key.digest)
        #expect(read.digest == Digest.sha256(text.reveal))
    }

    @Test func `a key looks as it is documented`() throws {
        let text = APIKey.make(.live, chance: SystemChance()).text.reveal
        #expect(text.wholeMatch(of: /hk_live_[0-9A-Za-z]{43}[0-9A-Za-z]{6}/) != nil)
        #expect(text.utf8.count == APIKey.length)
        // Worked out by hand from the format: the CRC-32 of what stands before, in base 62.
        let checked = text.dropLast(6)
        #expect(text.suffix(6) == Base62.encode(UInt64(CRC32.checksum(checked.utf8)), length: 6) ?? "")
    }

    @Test func `two keys share nothing but their beginning`() {
        let (first, second) = (APIKey.make(.live, chance: SystemChance()), APIKey.make(.live, chance: SystemChance()))
        #expect(first.text.reveal != second.text.reveal)
        #expect(first.text.reveal.hasPrefix("hk_live_") && second.text.reveal.hasPrefix("hk_live_"))
    }

    @Test func `a key of which any one character was mistyped is refused`() throws {
        let text = Array(APIKey.make(.test, chance: SystemChance()).text.reveal.utf8)
        for position in text.indices {
            for wrong in [UInt8(ascii: "0"), UInt8(ascii: "z"), UInt8(ascii: "-"), UInt8(ascii: " "), 0x00, 0xFF] where wrong != text[position] {
                var mistyped = text
                mistyped[position] = wrong
                #expect(mistyped.withUnsafeBytes { APIKey($0) } == nil, "position \(position), byte \(wrong)")
            }
        }
    }

    @Test func `what is no key is refused`() {
        let key = APIKey.make(.live, chance: SystemChance()).text.reveal
        let others = [
            "", "hk_live_", " " + key, key + " ", key + "\n", String(key.dropLast()), key + "0", key.uppercased(), "Bearer " + key,
            key.replacingOccurrences("hk_live_", "hk_prod_"), String(repeating: "a", count: 57), String(repeating: "\u{0661}", count: 57),
        ]
        for text in others { #expect(APIKey(text) == nil, "\(text.count) characters") }
    }
}

extension String {
    fileprivate func replacingOccurrences(_ old: String, _ new: String) -> String {
        hasPrefix(old) ? new + dropFirst(old.count) : self
    }
}
