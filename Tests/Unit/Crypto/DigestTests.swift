import Core
import Crypto
import Testing

@Suite struct DigestTests {
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
    ])
    func `SHA-256 gives the digests of FIPS 180-4`(text: String, digest: String) {
        #expect(Digest.sha256(text).description == digest)
        #expect(Digest.sha256(text.utf8.reversed().reversed() as [UInt8]).description == digest)
    }

    @Test(arguments: [1, 7, 64, 1000]) func `bytes that come in pieces have the digest of the whole`(piece: Int) {
        let bytes = (0..<1000).map { UInt8(truncatingIfNeeded: $0 * 7) }
        let running = RunningSHA256()
        #expect(running.digest == Digest.sha256([]))
        for start in stride(from: 0, to: bytes.count, by: piece) {
            running.update(bytes[start..<min(start + piece, bytes.count)])
            #expect(running.digest == Digest.sha256(bytes[..<min(start + piece, bytes.count)]))
        }
    }

    @Test func `a digest survives being stored as bytes`() {
        let digest = Digest.sha256("abc")
        #expect(SHA256Digest(digest.bytes) == digest)
        #expect(SHA256Digest(digest.bytes.dropLast()) == nil)
    }

    @Test func `digests made on many threads at once are right`() async {
        let texts = (0..<200).map { "text \($0)" }
        let expected = texts.map { Digest.sha256($0) }
        await withTaskGroup(of: [SHA256Digest].self) { group in
            for _ in 0..<8 { group.addTask { texts.map { Digest.sha256($0) } } }
            for await digests in group { #expect(digests == expected) }
        }
    }

    @Test func `CRC-32 has the check value of its catalogue`() {
        #expect(CRC32.checksum("123456789".utf8) == 0xCBF4_3926)
        #expect(CRC32.checksum([]) == 0)
    }
}
