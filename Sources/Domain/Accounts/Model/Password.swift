package import Contracts
package import Core

/// What a password must be. Whether it is a common one is not asked: the example in FlareSend v1's document is one (contract FS1-29).
package enum Password {
    /// How long it may be, in bytes of UTF-8.
    package static let length = 8...1024

    /// What is wrong with a password to be, in the member of that name.
    package static func violations(_ password: Secret<String>, at pointer: String = "/password") -> [Violation] {
        length.contains(password.reveal.utf8.count)
            ? [] : [Violation(pointer, "Must have \(length.lowerBound) to \(length.upperBound) bytes.")]
    }
}
