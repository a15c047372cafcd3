/// The check value of a zlib stream (RFC 1950, 8.2).
enum Adler32 {
    private static let modulus: UInt32 = 65_521
    /// The sums of so many bytes are below 2^32.
    private static let longestRun = 5552

    static func checksum(_ bytes: [UInt8]) -> UInt32 {
        var (sum, sumOfSums): (UInt32, UInt32) = (1, 0)
        for start in stride(from: 0, to: bytes.count, by: longestRun) {
            for byte in bytes[start..<min(start + longestRun, bytes.count)] {
                sum &+= UInt32(byte)
                sumOfSums &+= sum
            }
            sum %= modulus
            sumOfSums %= modulus
        }
        return sumOfSums << 16 | sum
    }
}
