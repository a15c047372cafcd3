/// A reader of zlib streams (RFC 1950, RFC 1951) whose blocks are stored or have the fixed codes.
struct Inflate {
    private static let lengths = [
        3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258,
    ]
    private static let lengthBits = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0]
    private static let distances = [
        1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385,
        24577,
    ]
    private static let distanceBits = [0, 0] + (0...13).flatMap { [$0, $0] }

    private let bytes: [UInt8]
    private var position = 0
    private var output: [UInt8] = []

    /// The content of a stream, which must end where its check value ends.
    static func zlib(_ bytes: [UInt8]) throws -> [UInt8] {
        try StrictPNG.require(bytes.count >= 6, "stream too short")
        try StrictPNG.require(bytes[0] == 0x78 && bytes[1] & 0x20 == 0 && (Int(bytes[0]) << 8 | Int(bytes[1])) % 31 == 0, "stream head")
        var reader = Inflate(bytes: Array(bytes[2..<(bytes.count - 4)]))
        while try !reader.block() {}
        try StrictPNG.require((reader.position + 7) / 8 == reader.bytes.count, "bytes after the last block")
        let (sum, sums) = reader.output.reduce((1, 0)) { (($0.0 + Int($1)) % 65521, ($0.1 + $0.0 + Int($1)) % 65521) }
        try StrictPNG.require(bytes.suffix(4).reduce(0) { $0 << 8 | Int($1) } == sums << 16 | sum, "check of the stream")
        return reader.output
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    /// Reads a block and tells whether it was the last one.
    private mutating func block() throws -> Bool {
        let isLast = try bits(1) == 1
        switch try bits(2) {
        case 0:
            position = (position + 7) / 8 * 8
            let count = try bits(16)
            try StrictPNG.require(try bits(16) == count ^ 0xFFFF, "length of a stored block")
            for _ in 0..<count { output.append(UInt8(truncatingIfNeeded: try bits(8))) }
        case 1: while try item() {}
        default: throw StrictPNG.Fault(what: "kind of block")
        }
        return isLast
    }

    /// Reads a literal or a repetition; false for the block's end.
    private mutating func item() throws -> Bool {
        let symbol = try symbol()
        if symbol < 256 {
            output.append(UInt8(symbol))
            return true
        }
        guard symbol > 256 else { return false }
        try StrictPNG.require(symbol < 286, "length code")
        let length = Self.lengths[symbol - 257] + (try bits(Self.lengthBits[symbol - 257]))
        // 258 has a code of its own.
        try StrictPNG.require(length < 258 || symbol == 285, "length code")
        let code = try self.code(0, 5)
        try StrictPNG.require(code < 30, "distance code")
        let distance = Self.distances[code] + (try bits(Self.distanceBits[code]))
        try StrictPNG.require(distance <= output.count, "distance")
        for _ in 0..<length { output.append(output[output.count - distance]) }
        return true
    }

    private mutating func symbol() throws -> Int {
        let seven = try code(0, 7)
        if seven < 0b0011000 { return 256 + seven }
        let eight = try code(seven, 1)
        if eight < 0b11000000 { return eight - 0b00110000 }
        if eight < 0b11001000 { return eight - 0b11000000 + 280 }
        return try code(eight, 1) - 0b110010000 + 144
    }

    /// So many more bits of a code, the highest first.
    private mutating func code(_ begun: Int, _ count: Int) throws -> Int {
        var code = begun
        for _ in 0..<count { code = code << 1 | (try bits(1)) }
        return code
    }

    /// So many bits, the lowest first.
    private mutating func bits(_ count: Int) throws -> Int {
        var value = 0
        for index in 0..<count {
            try StrictPNG.require(position / 8 < bytes.count, "stream ends early")
            value |= Int(bytes[position / 8] >> UInt8(position % 8) & 1) << index
            position += 1
        }
        return value
    }
}
