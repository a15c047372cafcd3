private import COpenSSL
import Core

/// Comparison that does not tell by its duration where two secrets differ.
package enum ConstantTime {
    /// Whether both hold the same bytes. Their lengths are not secret.
    package static func equal(_ left: some Collection<UInt8>, _ right: some Collection<UInt8>) -> Bool {
        left.withBytes { left in
            right.withBytes { right in
                guard left.count == right.count else { return false }
                guard let leftAddress = left.baseAddress, let rightAddress = right.baseAddress else { return true }
                return CRYPTO_memcmp(leftAddress, rightAddress, left.count) == 0
            }
        }
    }
}
