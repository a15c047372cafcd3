/// A QR code: bytes as a square of dark and light modules (ISO/IEC 18004, byte mode, versions 1 to 20).
package struct QRCode: Sendable, Hashable {
    /// The largest version made here, 97 modules wide; larger ones are hard to photograph from a screen.
    package static let largestVersion = 20
    /// How many light modules must surround the symbol on each side; every output brings them along.
    package static let quietZone = 4
    /// The largest module of an image, in pixels.
    package static let largestScale = 32

    /// The version, 1 to 20: the smallest one that holds the bytes.
    package let version: Int
    /// How much of the symbol may be unreadable.
    package let correction: Correction
    /// Which of the eight data masks was found best, 0 to 7.
    let mask: Int
    /// From the top; bit x is the module in column x, set where it is dark.
    let rows: [UInt128]

    /// How many modules the symbol has in each direction, without the quiet zone.
    package var size: Int { rows.count }

    /// Whether the module in column `x` of row `y`, counted from the upper left, is dark; outside of the symbol all are light.
    package subscript(x: Int, y: Int) -> Bool {
        rows.indices.contains(x) && rows.indices.contains(y) && rows[y] >> x & 1 == 1
    }

    /// Encodes `bytes` in the smallest version that holds them.
    package init(_ bytes: some Collection<UInt8>, correction: Correction) throws(QRCodeTooLong) {
        let bytes = Array(bytes)
        guard let layout = Layout.smallest(for: bytes.count, correction) else {
            throw QRCodeTooLong(byteCount: bytes.count, limit: Self.capacity(correction))
        }
        let patterns = FunctionPatterns(version: layout.version)
        let codewords = layout.interleaved(layout.dataCodewords(of: bytes))
        let unmasked = patterns.placing(codewords)
        var (best, mask, least) = (unmasked, 0, Int.max)
        for candidate in 0..<DataMask.count {
            var rows = unmasked
            DataMask.apply(candidate, to: &rows, sparing: patterns.taken)
            FormatInformation.draw(correction, mask: candidate, in: &rows)
            let penalty = Penalty.score(rows)
            if penalty < least { (best, mask, least) = (rows, candidate, penalty) }
        }
        version = layout.version
        self.correction = correction
        self.mask = mask
        rows = best
    }

    /// Encodes a text as UTF-8, in the smallest version that holds it.
    package init(_ text: String, correction: Correction) throws(QRCodeTooLong) {
        try self.init(text.utf8, correction: correction)
    }

    /// How many bytes a symbol of the largest version holds.
    package static func capacity(_ correction: Correction) -> Int { Layout(version: largestVersion, correction).capacity }

    /// The scale that an image gets where that one was asked for.
    static func scale(_ wanted: Int) -> Int { min(max(wanted, 1), largestScale) }
}
