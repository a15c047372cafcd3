private import COpenSSL
import Core

/// A stored password: scrypt (RFC 7914) in the PHC string form `$scrypt$ln=17,r=8,p=1$salt$hash`.
///
/// Computing one takes a quarter of a second of a core: only `PasswordHasher` does it, on threads of its own.
package struct PasswordHash: Hashable, Sendable, CustomStringConvertible {
    /// What it cost.
    package let parameters: PasswordParameters
    private let salt: [UInt8]
    private let hash: [UInt8]

    static let saltCount = 16
    static let hashCount = 32

    /// Nil when there is not enough memory.
    init?(of password: [UInt8], salt: [UInt8], parameters: PasswordParameters) {
        guard let hash = Self.derive(password, salt: salt, parameters: parameters, count: Self.hashCount) else { return nil }
        self.parameters = parameters
        self.salt = salt
        self.hash = hash
    }

    /// Reads the PHC string form; nil when it is malformed or asks for more than `PasswordParameters` allows.
    package init?(_ text: String) {
        let parts = text.utf8.split(separator: UInt8(ascii: "$"), maxSplits: 5, omittingEmptySubsequences: false)
        guard parts.count == 5, parts[0].isEmpty, parts[1].elementsEqual("scrypt".utf8) else { return nil }
        let values = parts[2].split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
        guard values.count == 3, let exponent = Self.number(values[0], after: "ln="), let size = Self.number(values[1], after: "r="),
            let lanes = Self.number(values[2], after: "p="),
            let parameters = PasswordParameters(costExponent: exponent, blockSize: size, parallelization: lanes),
            let salt = Base64.unpadded.decode(parts[3]), (8...64).contains(salt.count),
            let hash = Base64.unpadded.decode(parts[4]), hash.count == Self.hashCount
        else { return nil }
        self.parameters = parameters
        self.salt = salt
        self.hash = hash
    }

    /// The PHC string form, which is what is stored.
    package var description: String {
        let costs = "ln=\(parameters.costExponent),r=\(parameters.blockSize),p=\(parameters.parallelization)"
        return "$scrypt$\(costs)$\(Base64.unpadded.encode(salt))$\(Base64.unpadded.encode(hash))"
    }

    /// Nil when there is not enough memory.
    func matches(_ password: [UInt8]) -> Bool? {
        Self.derive(password, salt: salt, parameters: parameters, count: hash.count).map { ConstantTime.equal(hash, $0) }
    }

    /// Nil when there is not enough memory, the only thing that can fail with checked parameters.
    static func derive(_ password: [UInt8], salt: [UInt8], parameters: PasswordParameters, count: Int) -> [UInt8]? {
        var done: Int32 = 0
        let hash = [UInt8](unsafeUninitializedCapacity: count) { hash, initialized in
            done = password.withUnsafeBytes { password in
                // A null password makes OpenSSL only check the parameters.
                withUnsafeBytes(of: UInt8(0)) { nothing in
                    EVP_PBE_scrypt(
                        (password.baseAddress ?? nothing.baseAddress)?.assumingMemoryBound(to: CChar.self), password.count, salt, salt.count,
                        1 << UInt64(parameters.costExponent), UInt64(parameters.blockSize), UInt64(parameters.parallelization),
                        UInt64(parameters.memory), hash.baseAddress, count)
                }
            }
            initialized = done == 1 ? count : 0
        }
        return done == 1 ? hash : nil
    }

    private static func number(_ text: Substring.UTF8View, after name: StaticString) -> Int? {
        let name = UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount)
        guard text.starts(with: name) else { return nil }
        let digits = text.dropFirst(name.count)
        guard (1...3).contains(digits.count), digits.first != UInt8(ascii: "0") else { return nil }
        var number = 0
        for digit in digits {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
            number = number * 10 + Int(digit - UInt8(ascii: "0"))
        }
        return number
    }
}
