import Crypto

extension QRCode {
    private static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

    /// An image in PNG (ISO/IEC 15948), one bit a pixel, with its quiet zone; each module as many pixels wide as said, brought into the
    /// range from 1 to `largestScale`.
    package func png(scale wanted: Int) -> [UInt8] {
        let scale = Self.scale(wanted)
        let width = (size + 2 * Self.quietZone) * scale
        // One bit of greyscale; the only ways of compression and filtering; not interlaced.
        let header = Self.bytes(width) + Self.bytes(width) + [1, 0, 0, 0, 0]
        let lineLength = (width + 7) / 8 + 1
        return Self.signature + Self.chunk("IHDR", header)
            + Self.chunk("IDAT", ZlibStream.compress(lines(scale: scale, length: lineLength), lineLength: lineLength))
            + Self.chunk("IEND", [])
    }

    /// Every line of pixels, each after the number of its filter, which is 0 for none.
    private func lines(scale: Int, length: Int) -> [UInt8] {
        let side = size + 2 * Self.quietZone
        var lines: [UInt8] = []
        lines.reserveCapacity(length * side * scale)
        for y in -Self.quietZone..<(size + Self.quietZone) {
            // All light, but for the bits after the last pixel.
            var line = [UInt8](repeating: 0xFF, count: length)
            line[0] = 0
            if side * scale % 8 != 0 { line[length - 1] = 0xFF << UInt8(8 - side * scale % 8) }
            for x in 0..<size where self[x, y] {
                let start = (x + Self.quietZone) * scale
                for pixel in start..<(start + scale) { line[1 + pixel / 8] &= ~(0x80 >> UInt8(pixel % 8)) }
            }
            for _ in 0..<scale { lines += line }
        }
        return lines
    }

    private static func chunk(_ type: StaticString, _ content: [UInt8]) -> [UInt8] {
        let checked = type.withUTF8Buffer { Array($0) } + content
        return bytes(content.count) + checked + bytes(Int(CRC32.checksum(checked)))
    }

    /// Four bytes, the highest first.
    private static func bytes(_ value: Int) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
    }
}
