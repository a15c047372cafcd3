private import COpenSSL
import Core

/// A SHA-256 digest (FIPS 180-4) of bytes that come in pieces. Not for two threads at once.
package final class RunningSHA256 {
    private let context: OpaquePointer

    /// The digest of no bytes.
    package init() {
        guard let context = EVP_MD_CTX_new(), EVP_DigestInit_ex2(context, EVP_sha256(), nil) == 1 else {
            preconditionFailure("libcrypto cannot compute SHA-256")
        }
        self.context = context
    }

    deinit { EVP_MD_CTX_free(context) }

    /// Takes the next bytes.
    package func update(_ bytes: some Collection<UInt8>) {
        let done = bytes.withBytes { EVP_DigestUpdate(context, $0.baseAddress, $0.count) }
        precondition(done == 1, "libcrypto cannot compute SHA-256")
    }

    /// The digest of all bytes so far; more may follow.
    package var digest: SHA256Digest {
        guard let copy = EVP_MD_CTX_new() else { preconditionFailure("out of memory") }
        defer { EVP_MD_CTX_free(copy) }
        return withUnsafeTemporaryAllocation(byteCount: SHA256Digest.byteCount, alignment: 8) { digest in
            let done =
                EVP_MD_CTX_copy_ex(copy, context) == 1
                && EVP_DigestFinal_ex(copy, digest.baseAddress?.assumingMemoryBound(to: UInt8.self), nil) == 1
            precondition(done, "libcrypto cannot compute SHA-256")
            return SHA256Digest(loading: UnsafeRawBufferPointer(digest))
        }
    }
}
