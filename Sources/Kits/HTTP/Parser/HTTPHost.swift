/// The value of Host and the authority of an absolute target: a name or an address, and perhaps a port.
enum HTTPHost {
    /// Whether the bytes are a host as we take it: letters, digits, `-`, `.`, `_`, or an IPv6 address in brackets; stricter than the `reg-name`
    /// of RFC 3986, which has room for commas and quotes that no name of a host has.
    static func isValid(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Bool {
        guard start < end else { return false }
        var index = start
        if bytes[index] == UInt8(ascii: "[") {
            index += 1
            while index < end, isAddress(bytes[index]) {
                index += 1
            }
            guard index > start + 2, index < end, bytes[index] == UInt8(ascii: "]") else { return false }
            index += 1
        } else {
            while index < end, isName(bytes[index]) {
                index += 1
            }
            guard index > start else { return false }
        }
        return index == end || isPort(bytes, index, end)
    }

    private static func isPort(_ bytes: Span<UInt8>, _ colon: Int, _ end: Int) -> Bool {
        guard bytes[colon] == UInt8(ascii: ":"), end - colon <= 6 else { return false }
        var port = 0
        for index in colon + 1..<end {
            guard ASCII.isDigit(bytes[index]) else { return false }
            port = port * 10 + Int(bytes[index] - 48)
        }
        return port <= 65_535
    }

    private static func isName(_ byte: UInt8) -> Bool {
        ASCII.isLetter(byte) || ASCII.isDigit(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "_")
    }

    private static func isAddress(_ byte: UInt8) -> Bool {
        ASCII.hexadecimal(byte) != nil || byte == UInt8(ascii: ":") || byte == UInt8(ascii: ".")
    }
}
