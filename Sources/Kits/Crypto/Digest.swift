private import COpenSSL
import Core
import Glibc

/// Message digests (FIPS 180-4).
package enum Digest {
    /// The SHA-256 digest of `bytes`; from any thread.
    @inlinable package static func sha256(_ bytes: some Collection<UInt8>) -> SHA256Digest {
        bytes.withBytes { sha256($0) }
    }

    // Apart from the generic one, which would otherwise not be specialised where it is called.
    @usableFromInline static func sha256(_ bytes: UnsafeRawBufferPointer) -> SHA256Digest {
        withUnsafeTemporaryAllocation(byteCount: SHA256Digest.byteCount, alignment: 8) { digest in
            let context = ThreadContext.current
            let done =
                EVP_DigestInit_ex2(context, sha256Algorithm, nil) == 1
                && EVP_DigestUpdate(context, bytes.baseAddress, bytes.count) == 1
                && EVP_DigestFinal_ex(context, digest.baseAddress?.assumingMemoryBound(to: UInt8.self), nil) == 1
            precondition(done, "libcrypto cannot compute SHA-256")
            return SHA256Digest(loading: UnsafeRawBufferPointer(digest))
        }
    }

    /// The SHA-256 digest of the UTF-8 of `text`.
    @inlinable package static func sha256(_ text: String) -> SHA256Digest { sha256(text.utf8) }

    // Fetched once: a fetch costs four times the digest of a short text.
    private nonisolated(unsafe) static let sha256Algorithm: OpaquePointer = {
        guard let algorithm = EVP_MD_fetch(nil, "SHA2-256", nil) else { preconditionFailure("libcrypto has no SHA-256") }
        return algorithm
    }()
}

/// One digest context for each thread, since making one costs more than digesting a short text.
private enum ThreadContext {
    private static let key: pthread_key_t = {
        var key = pthread_key_t()
        let outcome = pthread_key_create(&key) { EVP_MD_CTX_free(OpaquePointer($0)) }
        precondition(outcome == 0, "pthread_key_create failed")
        return key
    }()

    static var current: OpaquePointer {
        if let known = pthread_getspecific(key) { return OpaquePointer(known) }
        guard let made = EVP_MD_CTX_new() else { preconditionFailure("out of memory") }
        pthread_setspecific(key, UnsafeRawPointer(made))
        return made
    }
}
