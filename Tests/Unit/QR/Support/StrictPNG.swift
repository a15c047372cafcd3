/// A reader of one kind of PNG (ISO/IEC 15948): one bit of grey, no filters; it takes nothing that the standard does not allow.
struct StrictPNG {
    struct Fault: Error { let what: String }

    let width: Int
    /// Row by row; dark ones are true.
    let pixels: [[Bool]]

    init(_ bytes: [UInt8]) throws {
        try Self.require(bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]), "signature")
        var rest = bytes.dropFirst(8)
        let header = try Self.chunk("IHDR", &rest)
        let data = try Self.chunk("IDAT", &rest)
        try Self.require(try Self.chunk("IEND", &rest).isEmpty && rest.isEmpty, "end")
        try Self.require(header.count == 13 && header.suffix(5) == [1, 0, 0, 0, 0], "header")
        let (width, height) = (Self.number(header.prefix(4)), Self.number(header.dropFirst(4).prefix(4)))
        let lines = try Inflate.zlib(Array(data))
        let length = (width + 7) / 8 + 1
        try Self.require(lines.count == length * height, "\(lines.count) bytes of lines")
        pixels = try (0..<height).map { y in
            let line = lines[(y * length)..<((y + 1) * length)]
            try Self.require(line.first == 0, "filter")
            let bits = line.dropFirst().flatMap { byte in (0..<8).map { byte >> (7 - $0) & 1 == 0 } }
            try Self.require(bits.dropFirst(width).allSatisfy { $0 }, "unused bits")
            return Array(bits.prefix(width))
        }
        self.width = width
    }

    static func require(_ condition: Bool, _ what: String) throws {
        if !condition { throw Fault(what: what) }
    }

    private static func chunk(_ type: String, _ rest: inout ArraySlice<UInt8>) throws -> ArraySlice<UInt8> {
        let length = number(rest.prefix(4))
        try require(rest.count >= 12 + length, "length of \(type)")
        let checked = rest.dropFirst(4).prefix(4 + length)
        try require(checked.starts(with: type.utf8), "type \(type)")
        try require(number(rest.dropFirst(8 + length).prefix(4)) == Int(cyclicCheck(checked)), "check of \(type)")
        rest = rest.dropFirst(12 + length)
        return checked.dropFirst(4)
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> Int { bytes.reduce(0) { $0 << 8 | Int($1) } }

    /// Bit by bit, as the standard defines it.
    private static func cyclicCheck(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        ~bytes.reduce(UInt32.max) { check, byte in
            (0..<8).reduce(check ^ UInt32(byte)) { value, _ in value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1 }
        }
    }
}
