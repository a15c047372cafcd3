import Core

/// The cyclic redundancy check of ISO-HDLC, zlib and PNG (polynomial 0xEDB88320, reflected).
///
/// It finds typing errors in keys; it keeps no secret and proves no origin.
package enum CRC32 {
    private static let table: [UInt32] = (0..<256).map { index in
        (0..<8).reduce(UInt32(index)) { value, _ in value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1 }
    }

    /// The check value of `bytes`.
    package static func checksum(_ bytes: some Collection<UInt8>) -> UInt32 {
        bytes.withBytes { checksum($0) }
    }

    /// The check value of `bytes`, without the generic detour: every request's key is checked.
    package static func checksum(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
        table.withUnsafeBufferPointer { table in
            var value: UInt32 = 0xFFFF_FFFF
            for byte in bytes { value = value >> 8 ^ table[Int((value ^ UInt32(byte)) & 0xFF)] }
            return value ^ 0xFFFF_FFFF
        }
    }
}
