/// What a scrypt hash costs (RFC 7914, section 2).
package struct PasswordParameters: Hashable, Sendable {
    /// The binary logarithm of N, the number of blocks.
    package let costExponent: Int
    /// r, the block size in units of 128 bytes.
    package let blockSize: Int
    /// p, the parallelisation.
    package let parallelization: Int

    /// N = 2^17, r = 8, p = 1, as ASVS 5 asks: 128 MiB and a quarter of a second.
    package static let current = PasswordParameters(trusted: 17, 8, 1)

    /// The most memory that a hash may ask for, whoever wrote its parameters.
    static let memoryLimit = 256 << 20
    /// The most work (N·r·p) that a hash may ask for: sixteen times that of `current`.
    static let workLimit = 1 << 24

    /// Other parameters; nil when they are no scrypt parameters or ask for more than the limits.
    package init?(costExponent: Int, blockSize: Int, parallelization: Int) {
        guard (1...24).contains(costExponent), (1...64).contains(blockSize), (1...64).contains(parallelization) else { return nil }
        let parameters = PasswordParameters(trusted: costExponent, blockSize, parallelization)
        guard parameters.memory <= Self.memoryLimit, blockSize * parallelization << costExponent <= Self.workLimit else { return nil }
        self = parameters
    }

    private init(trusted costExponent: Int, _ blockSize: Int, _ parallelization: Int) {
        self.costExponent = costExponent
        self.blockSize = blockSize
        self.parallelization = parallelization
    }

    // OpenSSL's own default is 32 MiB, with which N = 2^15 already fails. 1 MiB more than the two arrays is enough in practice.
    var memory: Int { 128 * blockSize << costExponent + 128 * blockSize * parallelization + 1 << 20 }
}
