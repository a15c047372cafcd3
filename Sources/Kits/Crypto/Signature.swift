private import COpenSSL
import Core

/// Message authentication codes (RFC 2104).
package enum Signature {
    /// HMAC-SHA-256 of `message`: 32 bytes. Compare it with `ConstantTime.equal`.
    package static func hmacSHA256(key: some Collection<UInt8>, _ message: some Collection<UInt8>) -> [UInt8] {
        key.withBytes { key in
            message.withBytes { message in
                [UInt8](unsafeUninitializedCapacity: SHA256Digest.byteCount) { code, count in
                    var length: UInt32 = 0
                    // An empty key has no address, and HMAC takes a null key for "the key of last time".
                    let result = withUnsafeBytes(of: UInt8(0)) { nothing in
                        HMAC(
                            EVP_sha256(), key.baseAddress ?? nothing.baseAddress, Int32(key.count),
                            message.baseAddress?.assumingMemoryBound(to: UInt8.self), message.count, code.baseAddress, &length)
                    }
                    precondition(result != nil && length == SHA256Digest.byteCount, "libcrypto cannot compute HMAC-SHA-256")
                    count = SHA256Digest.byteCount
                }
            }
        }
    }
}
