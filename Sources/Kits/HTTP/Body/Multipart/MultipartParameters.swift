/// A value with parameters, as `Content-Type` and `Content-Disposition` have them.
struct MultipartParameters {
    /// What stands before the parameters, in lower case.
    let value: String
    private var parameters: [(name: String, value: [UInt8])] = []

    /// Nil when it is not well-formed or a parameter is given twice: two readers might choose differently.
    init?(_ text: ArraySlice<UInt8>) {
        let end = text.firstIndex(of: UInt8(ascii: ";")) ?? text.endIndex
        value = String(decoding: Self.trimmed(text[..<end]), as: UTF8.self).lowercased()
        guard !value.isEmpty else { return nil }
        var rest = text[end...]
        while !rest.isEmpty {
            rest = rest.dropFirst().drop(while: Self.isSpace)
            // A semicolon too many says nothing.
            if rest.isEmpty || rest.first == UInt8(ascii: ";") { continue }
            let name = rest.prefix(while: ASCII.isToken)
            rest = rest[name.endIndex...]
            guard !name.isEmpty, rest.first == UInt8(ascii: "=") else { return nil }
            rest = rest.dropFirst()
            let key = String(decoding: name, as: UTF8.self).lowercased()
            guard self[key] == nil, let value = rest.first == UInt8(ascii: "\"") ? Self.quoted(&rest) : Self.plain(&rest) else { return nil }
            parameters.append((key, value))
            rest = rest.drop(while: Self.isSpace)
            guard rest.isEmpty || rest.first == UInt8(ascii: ";") else { return nil }
        }
    }

    /// The value of a parameter; the name in lower case.
    subscript(name: String) -> [UInt8]? { parameters.first { $0.name == name }?.value }

    private static func plain(_ rest: inout ArraySlice<UInt8>) -> [UInt8]? {
        let value = rest.prefix { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: ";") && $0 != UInt8(ascii: "\"") }
        rest = rest[value.endIndex...]
        return Array(value)
    }

    /// A backslash counts only before a quote or another one: senders write paths of Windows as they are.
    private static func quoted(_ rest: inout ArraySlice<UInt8>) -> [UInt8]? {
        var value: [UInt8] = []
        var index = rest.startIndex + 1
        while index < rest.endIndex {
            switch rest[index] {
            case UInt8(ascii: "\""):
                rest = rest[(index + 1)...]
                return value
            case UInt8(ascii: "\\") where index + 1 < rest.endIndex && [UInt8(ascii: "\""), UInt8(ascii: "\\")].contains(rest[index + 1]):
                index += 1
                value.append(rest[index])
            default: value.append(rest[index])
            }
            index += 1
        }
        return nil
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == ASCII.space || byte == ASCII.tab }

    private static func trimmed(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var text = text.drop(while: isSpace)
        while let last = text.last, isSpace(last) { text.removeLast() }
        return text
    }
}
