/// Randomness. Handed in, so that tests can seed it.
package protocol Chance: Sendable {
    /// Unpredictable bytes, fit for keys and secrets.
    func bytes(_ count: Int) -> [UInt8]
    /// A number from 0 up to but not including 1, for jitter.
    func fraction() -> Double
}

/// The operating system's randomness (getrandom).
package struct SystemChance: Chance {
    /// The operating system's randomness; there is only one.
    package init() {}

    package func bytes(_ count: Int) -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count)
        while bytes.count < count {
            withUnsafeBytes(of: generator.next()) { bytes.append(contentsOf: $0.prefix(count - bytes.count)) }
        }
        return bytes
    }

    package func fraction() -> Double { Double.random(in: 0..<1) }
}
