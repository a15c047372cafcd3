private import COpenSSL
package import Core

/// A value encrypted and authenticated with AES-256-GCM (NIST SP 800-38D): nonce, ciphertext and tag in one array, as it is stored.
///
/// The nonce is 96 bits of chance, so one key seals at most 2^32 values. The associated data binds the value to its place: bytes copied into
/// another row, tenant or column do not open there.
package struct Sealed: Hashable, Sendable {
    /// Why a sealed value does not open. Which of the possible reasons it was is not told, by design.
    package struct Broken: Error {}

    /// The longest plaintext that is sealed in one piece.
    package static let plaintextLimit = 64 << 20
    private static let nonceCount = 12
    private static let tagCount = 16

    /// Nonce (12 bytes), ciphertext (as long as the plaintext), tag (16 bytes).
    package let bytes: [UInt8]

    /// Takes stored bytes; whether they open is seen when they are opened.
    package init(stored bytes: [UInt8]) { self.bytes = bytes }

    /// Seals `plaintext` under `key`, bound to `place`.
    package init(sealing plaintext: some Collection<UInt8>, with key: SymmetricKey, boundTo place: some Collection<UInt8>, chance: any Chance) {
        self.init(sealing: plaintext, with: key, boundTo: place, nonce: chance.bytes(Self.nonceCount))
    }

    init(sealing plaintext: some Collection<UInt8>, with key: SymmetricKey, boundTo place: some Collection<UInt8>, nonce: [UInt8]) {
        precondition(plaintext.count <= Self.plaintextLimit, "too long to be sealed in one piece")
        precondition(nonce.count == Self.nonceCount, "a nonce has 12 bytes")
        var bytes = nonce
        bytes.append(contentsOf: plaintext)
        bytes.append(contentsOf: [UInt8](repeating: 0, count: Self.tagCount))
        let done = Cipher.withContext { context in
            key.withBytes { key in
                place.withBytes { place in
                    bytes.withUnsafeMutableBytes { bytes in
                        Self.seal(in: bytes, context: context, key: key, place: place)
                    }
                }
            }
        }
        precondition(done, "libcrypto cannot seal")
        self.bytes = bytes
    }

    /// The plaintext; throws `Broken` when the key or the place is another one, or a byte was changed.
    package func open(with key: SymmetricKey, boundTo place: some Collection<UInt8>) throws(Broken) -> [UInt8] {
        let count = bytes.count - Self.nonceCount - Self.tagCount
        guard count >= 0, count <= Self.plaintextLimit else { throw Broken() }
        var plaintext = [UInt8](repeating: 0, count: count)
        let opened = Cipher.withContext { context in
            key.withBytes { key in
                place.withBytes { place in
                    bytes.withUnsafeBytes { bytes in
                        plaintext.withUnsafeMutableBytes { plaintext in
                            Self.open(bytes, into: plaintext, context: context, key: key, place: place)
                        }
                    }
                }
            }
        }
        guard opened else { throw Broken() }
        return plaintext
    }

    private static func seal(
        in bytes: UnsafeMutableRawBufferPointer, context: OpaquePointer, key: UnsafeRawBufferPointer, place: UnsafeRawBufferPointer
    ) -> Bool {
        guard let start = bytes.bindMemory(to: UInt8.self).baseAddress else { return false }
        let count = bytes.count - nonceCount - tagCount
        let text = start + nonceCount
        var written: Int32 = 0
        return EVP_EncryptInit_ex2(context, Cipher.aes256GCM.algorithm, key.bindMemory(to: UInt8.self).baseAddress, start, nil) == 1
            && EVP_EncryptUpdate(context, nil, &written, place.bindMemory(to: UInt8.self).baseAddress, Int32(place.count)) == 1
            && EVP_EncryptUpdate(context, text, &written, text, Int32(count)) == 1
            && EVP_EncryptFinal_ex(context, text + count, &written) == 1
            && EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, Int32(tagCount), text + count) == 1
    }

    private static func open(
        _ bytes: UnsafeRawBufferPointer, into plaintext: UnsafeMutableRawBufferPointer, context: OpaquePointer, key: UnsafeRawBufferPointer,
        place: UnsafeRawBufferPointer
    ) -> Bool {
        guard let start = bytes.bindMemory(to: UInt8.self).baseAddress else { return false }
        let count = plaintext.count
        var tag = [UInt8](bytes.suffix(tagCount))
        var written: Int32 = 0
        var nothing: UInt8 = 0
        return withUnsafeMutablePointer(to: &nothing) { nothing in
            // An empty plaintext has no address, and a null output would mean associated data.
            let text = plaintext.bindMemory(to: UInt8.self).baseAddress ?? nothing
            return EVP_DecryptInit_ex2(context, Cipher.aes256GCM.algorithm, key.bindMemory(to: UInt8.self).baseAddress, start, nil) == 1
                && EVP_DecryptUpdate(context, nil, &written, place.bindMemory(to: UInt8.self).baseAddress, Int32(place.count)) == 1
                && EVP_DecryptUpdate(context, text, &written, start + nonceCount, Int32(count)) == 1
                && EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, Int32(tagCount), &tag) == 1
                && EVP_DecryptFinal_ex(context, nothing, &written) == 1
        }
    }
}
