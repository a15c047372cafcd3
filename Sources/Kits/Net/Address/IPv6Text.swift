import Core

/// The text forms of a version 6 address (RFC 4291, section 2.2).
enum IPv6Text {
    static func parse(_ text: ArraySlice<UInt8>) -> (high: UInt64, low: UInt64)? {
        let colon = UInt8(ascii: ":")
        var groups: [UInt16] = []
        var gap: Int?
        var rest = text
        if rest.starts(with: [colon, colon]) {
            gap = 0
            rest = rest.dropFirst(2)
        }
        while !rest.isEmpty {
            guard groups.count < 8 else { return nil }
            let part = rest.prefix { $0 != colon }
            rest = rest[part.endIndex...]
            if rest.isEmpty, part.contains(UInt8(ascii: ".")) {
                guard groups.count <= 6, let number = IPAddress.dottedQuad(part) else { return nil }
                groups.append(UInt16(number >> 16))
                groups.append(UInt16(truncatingIfNeeded: number))
                break
            }
            guard let group = group(part) else { return nil }
            groups.append(group)
            if rest.isEmpty { break }
            rest = rest.dropFirst()
            if rest.first == colon {
                guard gap == nil else { return nil }
                gap = groups.count
                rest = rest.dropFirst()
            } else if rest.isEmpty {
                return nil
            }
        }
        if let gap {
            // "::" stands for at least one group of zeros (RFC 5952, section 4.2.2 writes a single one out, but readers accept it).
            guard groups.count < 8 else { return nil }
            groups.insert(contentsOf: [UInt16](repeating: 0, count: 8 - groups.count), at: gap)
        }
        guard groups.count == 8 else { return nil }
        let value = { (range: Range<Int>) in groups[range].reduce(UInt64(0)) { $0 << 16 | UInt64($1) } }
        return (value(0..<4), value(4..<8))
    }

    private static func group(_ text: ArraySlice<UInt8>) -> UInt16? {
        guard (1...4).contains(text.count) else { return nil }
        var value: UInt16 = 0
        for digit in text {
            guard let digit = Hex.value(of: digit) else { return nil }
            value = value << 4 | UInt16(digit)
        }
        return value
    }
}
