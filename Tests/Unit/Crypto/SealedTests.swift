import Core
import Testing

@testable import Crypto

@Suite struct SealedTests {
    private let key = SymmetricKey((0..<32).map { UInt8($0) })
    private let chance = SystemChance()

    /// Test case 16 of McGrew and Viega's GCM specification, the AES-256 vector with associated data that NIST's validation refers to.
    @Test func `sealing gives the published ciphertext and tag`() throws {
        let keyBytes = try #require(Hex.decode("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308"))
        let key = try #require(SymmetricKey(keyBytes))
        let plaintext = try #require(
            Hex.decode(
                "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39"))
        let place = try #require(Hex.decode("feedfacedeadbeeffeedfacedeadbeefabaddad2"))
        let nonce = try #require(Hex.decode("cafebabefacedbaddecaf888"))
        let sealed = Sealed(sealing: plaintext, with: key, boundTo: place, nonce: nonce)
        #expect(
            Hex.encode(sealed.bytes.dropFirst(12))
                == "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
                + "76fc6ece0f4e1768cddf8853bb2d551b")
        #expect(try sealed.open(with: key, boundTo: place) == plaintext)
    }

    @Test(arguments: [0, 1, 16, 1000]) func `what was sealed opens again`(count: Int) throws {
        let key = try #require(key)
        let plaintext = chance.bytes(count)
        let sealed = Sealed(sealing: plaintext, with: key, boundTo: "tenant/row".utf8, chance: chance)
        #expect(sealed.bytes.count == count + 28)
        #expect(try Sealed(stored: sealed.bytes).open(with: key, boundTo: "tenant/row".utf8) == plaintext)
    }

    @Test func `the same text sealed twice looks different`() throws {
        let key = try #require(key)
        let first = Sealed(sealing: [1], with: key, boundTo: [UInt8](), chance: chance)
        let second = Sealed(sealing: [1], with: key, boundTo: [UInt8](), chance: chance)
        #expect(first != second)
    }

    @Test func `a changed byte, another key, another place or a cut does not open`() throws {
        let key = try #require(key)
        let sealed = Sealed(sealing: Array("secret".utf8), with: key, boundTo: "a".utf8, chance: chance)
        for index in sealed.bytes.indices {
            var bytes = sealed.bytes
            bytes[index] ^= 1
            #expect(throws: Sealed.Broken.self) { try Sealed(stored: bytes).open(with: key, boundTo: "a".utf8) }
        }
        #expect(throws: Sealed.Broken.self) { try sealed.open(with: SymmetricKey(chance: chance), boundTo: "a".utf8) }
        #expect(throws: Sealed.Broken.self) { try sealed.open(with: key, boundTo: "b".utf8) }
        for count in 0..<sealed.bytes.count {
            #expect(throws: Sealed.Broken.self) { try Sealed(stored: Array(sealed.bytes.prefix(count))).open(with: key, boundTo: "a".utf8) }
        }
    }

    /// RFC 3394, section 4.6.
    @Test func `wrapping a key gives the published bytes`() throws {
        let wrapping = try #require(key)
        let data = try #require(Hex.decode("00112233445566778899aabbccddeeff000102030405060708090a0b0c0d0e0f"))
        let secret = try #require(SymmetricKey(data))
        let wrapped = KeyWrap.wrap(secret, under: wrapping)
        #expect(Hex.encode(wrapped) == "28c9f404c4b810f4cbccb35cfb87f8263f5786e2d80ed326cbc7f0e71a99f43bfb988b9b7a02dd21")
        #expect(try KeyWrap.unwrap(wrapped, under: wrapping).withBytes { Array($0) } == data)
    }

    @Test func `a wrapped key does not open after a change or under another key`() throws {
        let wrapping = try #require(key)
        var wrapped = KeyWrap.wrap(SymmetricKey(chance: chance), under: wrapping)
        #expect(throws: KeyWrap.Broken.self) { try KeyWrap.unwrap(wrapped, under: SymmetricKey(chance: chance)) }
        #expect(throws: KeyWrap.Broken.self) { try KeyWrap.unwrap(wrapped.dropLast(), under: wrapping) }
        wrapped[7] ^= 0x80
        #expect(throws: KeyWrap.Broken.self) { try KeyWrap.unwrap(wrapped, under: wrapping) }
    }

    @Test func `a key does not print itself`() throws {
        let key = try #require(key)
        #expect("\(key)" == "••••")
        #expect(Mirror(reflecting: key).children.isEmpty)
    }
}
