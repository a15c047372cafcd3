/// The fifteen bits that tell a reader the level of correction and the mask (ISO/IEC 18004, 7.9).
enum FormatInformation {
    /// Laid over the bits so that they are never all light.
    private static let pattern: UInt32 = 0x5412

    static func bits(_ correction: QRCode.Correction, mask: Int) -> UInt32 {
        let level: UInt32 =
            switch correction {
            case .low: 0b01
            case .medium: 0b00
            case .quartile: 0b11
            case .high: 0b10
            }
        return BCH.encode(level << 3 | UInt32(mask), generator: 0x537, degree: 10) ^ pattern
    }

    /// Draws both copies, into modules that are light: one around the upper left finder pattern, one shared by the two others.
    static func draw(_ correction: QRCode.Correction, mask: Int, in rows: inout [UInt128]) {
        let bits = bits(correction, mask: mask)
        let size = rows.count
        for index in 0..<15 {
            let bit = UInt128(bits >> index & 1)
            // The last bit is at the top and at the far right; the timing lines are stepped over.
            switch index {
            case 0..<6: rows[index] |= bit << 8
            case 6, 7: rows[index + 1] |= bit << 8
            case 8: rows[8] |= bit << 7
            default: rows[8] |= bit << (14 - index)
            }
            if index < 8 { rows[8] |= bit << (size - 1 - index) } else { rows[size - 15 + index] |= bit << 8 }
        }
    }
}
