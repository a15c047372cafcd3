extension JSON {
    /// The value as compact JSON text.
    package var text: String { String(decoding: bytes, as: UTF8.self) }

    /// The value as compact JSON in UTF-8.
    package var bytes: [UInt8] {
        var bytes: [UInt8] = []
        write(to: &bytes)
        return bytes
    }

    /// The value over several lines, two spaces a level, members in their order; for documents that people read.
    package var prettyText: String {
        var bytes: [UInt8] = []
        writePretty(to: &bytes, indent: 0)
        bytes.append(UInt8(ascii: "\n"))
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Appends the value as compact JSON. A number that JSON cannot say (infinite, not a number) becomes null.
    package func write(to bytes: inout [UInt8]) {
        switch self {
        case .null: bytes.append(literal: "null")
        case .bool(let truth): bytes.append(literal: truth ? "true" : "false")
        case .integer(let number): Decimal.append(number, to: &bytes)
        case .number(let number): bytes.append(contentsOf: (number.isFinite ? number.description : "null").utf8)
        case .string(let text): JSON.write(text, to: &bytes)
        case .array(let elements):
            bytes.append(UInt8(ascii: "["))
            for (index, element) in elements.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                element.write(to: &bytes)
            }
            bytes.append(UInt8(ascii: "]"))
        case .object(let members):
            bytes.append(UInt8(ascii: "{"))
            for (index, member) in members.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                JSON.write(member.name, to: &bytes)
                bytes.append(UInt8(ascii: ":"))
                member.value.write(to: &bytes)
            }
            bytes.append(UInt8(ascii: "}"))
        }
    }

    /// Appends `text` as a JSON string, quotes included (RFC 8259, section 7).
    package static func write(_ text: String, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        var text = text
        text.withUTF8 { utf8 in
            var clean = 0
            for (index, byte) in utf8.enumerated() where byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
                bytes.append(contentsOf: utf8[clean..<index])
                clean = index + 1
                writeEscape(byte, to: &bytes)
            }
            bytes.append(contentsOf: utf8[clean...])
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private static func writeEscape(_ byte: UInt8, to bytes: inout [UInt8]) {
        switch byte {
        case UInt8(ascii: "\""): bytes.append(literal: "\\\"")
        case UInt8(ascii: "\\"): bytes.append(literal: "\\\\")
        case 0x0A: bytes.append(literal: "\\n")
        case 0x0D: bytes.append(literal: "\\r")
        case 0x09: bytes.append(literal: "\\t")
        default:
            let digits: StaticString = "0123456789abcdef"
            bytes.append(literal: "\\u00")
            bytes.append(digits.utf8Start[Int(byte >> 4)])
            bytes.append(digits.utf8Start[Int(byte & 15)])
        }
    }

    private func writePretty(to bytes: inout [UInt8], indent: Int) {
        func newLine(_ level: Int) {
            bytes.append(UInt8(ascii: "\n"))
            bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 2 * level))
        }
        switch self {
        case .array(let elements) where !elements.isEmpty:
            bytes.append(UInt8(ascii: "["))
            for (index, element) in elements.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                newLine(indent + 1)
                element.writePretty(to: &bytes, indent: indent + 1)
            }
            newLine(indent)
            bytes.append(UInt8(ascii: "]"))
        case .object(let members) where !members.isEmpty:
            bytes.append(UInt8(ascii: "{"))
            for (index, member) in members.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                newLine(indent + 1)
                JSON.write(member.name, to: &bytes)
                bytes.append(literal: ": ")
                member.value.writePretty(to: &bytes, indent: indent + 1)
            }
            newLine(indent)
            bytes.append(UInt8(ascii: "}"))
        case .null, .bool, .integer, .number, .string, .array, .object:
            write(to: &bytes)
        }
    }
}

extension [UInt8] {
    /// Appends the text of a literal, without making a `String` of it.
    package mutating func append(literal text: StaticString) {
        append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }
}
