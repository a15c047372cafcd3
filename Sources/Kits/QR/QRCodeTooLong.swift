/// What was to be encoded does not fit into the largest version.
package struct QRCodeTooLong: Error, Equatable, CustomStringConvertible {
    /// How many bytes there were.
    package let byteCount: Int
    /// How many there may be at that level of correction.
    package let limit: Int

    package var description: String { "\(byteCount) bytes do not fit into a QR code, which holds \(limit) at this level of error correction" }
}
