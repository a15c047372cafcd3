private import COpenSSL
import Core

/// Keys encrypted under a key (RFC 3394): deterministic, authenticated, eight bytes longer than the key.
package enum KeyWrap {
    /// Why a wrapped key does not open: another wrapping key, or changed bytes.
    package struct Broken: Error {}

    /// How many bytes a wrapped 256-bit key has.
    package static let wrappedCount = SymmetricKey.byteCount + 8

    /// `key` under `wrapping`: 40 bytes.
    package static func wrap(_ key: SymmetricKey, under wrapping: SymmetricKey) -> [UInt8] {
        let wrapped = key.withBytes { run($0, under: wrapping, encrypting: true, resultCount: wrappedCount) }
        guard let wrapped else { preconditionFailure("libcrypto cannot wrap a key") }
        return wrapped
    }

    /// The key that was wrapped under `wrapping`; throws `Broken` when it does not open.
    package static func unwrap(_ wrapped: some Collection<UInt8>, under wrapping: SymmetricKey) throws(Broken) -> SymmetricKey {
        guard wrapped.count == wrappedCount else { throw Broken() }
        let bytes = wrapped.withBytes { run($0, under: wrapping, encrypting: false, resultCount: SymmetricKey.byteCount) }
        guard var bytes else { throw Broken() }
        defer { bytes.withUnsafeMutableBytes { OPENSSL_cleanse($0.baseAddress, $0.count) } }
        guard let key = SymmetricKey(bytes) else { throw Broken() }
        return key
    }

    private static func run(
        _ source: UnsafeRawBufferPointer, under wrapping: SymmetricKey, encrypting: Bool, resultCount: Int
    ) -> [UInt8]? {
        // The cipher may write a block more than the result while it unwraps.
        var result = [UInt8](repeating: 0, count: wrappedCount + 8)
        var written: Int32 = 0
        let done = Cipher.withContext { context in
            wrapping.withBytes { key in
                EVP_CIPHER_CTX_set_flags(context, EVP_CIPHER_CTX_FLAG_WRAP_ALLOW)
                return EVP_CipherInit_ex2(
                    context, Cipher.aes256Wrap.algorithm, key.bindMemory(to: UInt8.self).baseAddress, nil, encrypting ? 1 : 0, nil) == 1
                    && EVP_CipherUpdate(
                        context, &result, &written, source.bindMemory(to: UInt8.self).baseAddress, Int32(source.count)) == 1
            }
        }
        defer { result.withUnsafeMutableBytes { OPENSSL_cleanse($0.baseAddress, $0.count) } }
        guard done, Int(written) == resultCount else { return nil }
        return Array(result.prefix(resultCount))
    }
}
