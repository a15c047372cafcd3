/// Reads JSON strictly (RFC 8259) in one pass over bytes: no duplicate names, no trailing commas, no lone surrogates, no byte order mark,
/// UTF-8 only, bounded depth. What one parser accepts and another refuses is how requests are smuggled.
package struct JSONParser {
    /// How deep values may be nested.
    package static let depthLimit = 64
    /// From this many members on, duplicates are looked for in a set rather than one by one.
    private static let fewMembers = 8

    private var position = 0
    private var depth = 0

    /// Reads one value that fills `bytes`, white space around it allowed.
    package static func parse(_ bytes: [UInt8]) throws(JSONError) -> JSON {
        var parser = JSONParser()
        return try parser.document(bytes.span)
    }

    /// Reads one value that fills `text`.
    package static func parse(_ text: String) throws(JSONError) -> JSON {
        try parse(Array(text.utf8))
    }

    private mutating func document(_ bytes: Span<UInt8>) throws(JSONError) -> JSON {
        skipSpace(bytes)
        guard position < bytes.count else { throw failure(.empty) }
        let value = try value(bytes)
        skipSpace(bytes)
        guard position == bytes.count else { throw failure(.trailingBytes) }
        return value
    }

    private mutating func value(_ bytes: Span<UInt8>) throws(JSONError) -> JSON {
        guard position < bytes.count else { throw failure(.unexpectedEnd) }
        switch bytes[position] {
        case UInt8(ascii: "{"): return try object(bytes)
        case UInt8(ascii: "["): return try array(bytes)
        case UInt8(ascii: "\""): return .string(try string(bytes))
        case UInt8(ascii: "t"): return try word("true", .bool(true), bytes)
        case UInt8(ascii: "f"): return try word("false", .bool(false), bytes)
        case UInt8(ascii: "n"): return try word("null", .null, bytes)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number(bytes)
        default: throw failure(.unexpectedByte)
        }
    }

    private mutating func object(_ bytes: Span<UInt8>) throws(JSONError) -> JSON {
        try descend()
        defer { depth -= 1 }
        position += 1
        var members: [JSON.Member] = []
        var names: Set<[UInt8]> = []
        skipSpace(bytes)
        if take(UInt8(ascii: "}"), bytes) { return .object(members) }
        while true {
            skipSpace(bytes)
            guard position < bytes.count else { throw failure(.unexpectedEnd) }
            guard bytes[position] == UInt8(ascii: "\"") else { throw failure(.unexpectedByte) }
            let start = position
            let name = try string(bytes)
            if Self.contains(name, members, &names) { throw JSONError(reason: .duplicateName, offset: start) }
            skipSpace(bytes)
            guard take(UInt8(ascii: ":"), bytes) else { throw failure(.unexpectedByte) }
            skipSpace(bytes)
            members.append(JSON.Member(name, try value(bytes)))
            skipSpace(bytes)
            if take(UInt8(ascii: ","), bytes) { continue }
            guard take(UInt8(ascii: "}"), bytes) else { throw failure(.unexpectedByte) }
            return .object(members)
        }
    }

    /// Names are compared byte by byte: `String` would call two spellings of one accented letter equal.
    private static func contains(_ name: String, _ members: [JSON.Member], _ names: inout Set<[UInt8]>) -> Bool {
        if members.count < fewMembers {
            return members.contains { $0.name.utf8.elementsEqual(name.utf8) }
        }
        if names.isEmpty { names = Set(members.map { Array($0.name.utf8) }) }
        return !names.insert(Array(name.utf8)).inserted
    }

    private mutating func array(_ bytes: Span<UInt8>) throws(JSONError) -> JSON {
        try descend()
        defer { depth -= 1 }
        position += 1
        var elements: [JSON] = []
        skipSpace(bytes)
        if take(UInt8(ascii: "]"), bytes) { return .array(elements) }
        while true {
            skipSpace(bytes)
            elements.append(try value(bytes))
            skipSpace(bytes)
            if take(UInt8(ascii: ","), bytes) { continue }
            guard take(UInt8(ascii: "]"), bytes) else { throw failure(.unexpectedByte) }
            return .array(elements)
        }
    }

    private mutating func string(_ bytes: Span<UInt8>) throws(JSONError) -> String {
        position += 1
        let start = position
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "\""):
                let text = try Self.text(bytes.extracting(start..<position), at: start)
                position += 1
                return text
            case UInt8(ascii: "\\"):
                return try stringWithEscapes(bytes, from: start)
            case 0..<0x20:
                throw failure(.controlCharacter)
            default:
                position += 1
            }
        }
        throw failure(.unexpectedEnd)
    }

    private mutating func stringWithEscapes(_ bytes: Span<UInt8>, from start: Int) throws(JSONError) -> String {
        var decoded: [UInt8] = []
        for index in start..<position {
            decoded.append(bytes[index])
        }
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "\""):
                position += 1
                return try Self.text(decoded.span, at: start)
            case UInt8(ascii: "\\"):
                try escape(bytes, into: &decoded)
            case 0..<0x20:
                throw failure(.controlCharacter)
            case let byte:
                decoded.append(byte)
                position += 1
            }
        }
        throw failure(.unexpectedEnd)
    }

    private mutating func escape(_ bytes: Span<UInt8>, into decoded: inout [UInt8]) throws(JSONError) {
        position += 1
        guard position < bytes.count else { throw failure(.unexpectedEnd) }
        let byte = bytes[position]
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): decoded.append(byte)
        case UInt8(ascii: "b"): decoded.append(0x08)
        case UInt8(ascii: "f"): decoded.append(0x0C)
        case UInt8(ascii: "n"): decoded.append(0x0A)
        case UInt8(ascii: "r"): decoded.append(0x0D)
        case UInt8(ascii: "t"): decoded.append(0x09)
        case UInt8(ascii: "u"):
            let scalar = try codePoint(bytes)
            decoded.append(contentsOf: UTF8.encode(scalar).unsafelyUnwrapped)
            return
        default: throw failure(.badEscape)
        }
        position += 1
    }

    /// Reads what follows `\u`, and the second half where the first is a high surrogate.
    private mutating func codePoint(_ bytes: Span<UInt8>) throws(JSONError) -> Unicode.Scalar {
        let start = position
        let first = try fourDigits(bytes)
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard first < 0xDC00, position + 1 < bytes.count, bytes[position] == UInt8(ascii: "\\"), bytes[position + 1] == UInt8(ascii: "u")
        else { throw JSONError(reason: .loneSurrogate, offset: start) }
        position += 1
        let second = try fourDigits(bytes)
        guard (0xDC00...0xDFFF).contains(second), let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
        else { throw JSONError(reason: .loneSurrogate, offset: start) }
        return scalar
    }

    private mutating func fourDigits(_ bytes: Span<UInt8>) throws(JSONError) -> UInt32 {
        position += 1
        guard position + 4 <= bytes.count else { throw failure(.unexpectedEnd) }
        var number: UInt32 = 0
        for _ in 0..<4 {
            let byte = bytes[position]
            let digit: UInt8
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
            case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = byte - UInt8(ascii: "A") + 10
            default: throw failure(.badEscape)
            }
            number = number << 4 | UInt32(digit)
            position += 1
        }
        return number
    }

    private mutating func number(_ bytes: Span<UInt8>) throws(JSONError) -> JSON {
        let start = position
        _ = take(UInt8(ascii: "-"), bytes)
        if !take(UInt8(ascii: "0"), bytes) { try digits(bytes) }
        var isInteger = true
        if take(UInt8(ascii: "."), bytes) {
            isInteger = false
            try digits(bytes)
        }
        if take(UInt8(ascii: "e"), bytes) || take(UInt8(ascii: "E"), bytes) {
            isInteger = false
            if !take(UInt8(ascii: "+"), bytes) { _ = take(UInt8(ascii: "-"), bytes) }
            try digits(bytes)
        }
        let text = try Self.text(bytes.extracting(start..<position), at: start)
        if isInteger, let integer = Int64(text) { return .integer(integer) }
        guard let number = Double(text), number.isFinite else { throw JSONError(reason: .numberOutOfRange, offset: start) }
        return .number(number)
    }

    private mutating func digits(_ bytes: Span<UInt8>) throws(JSONError) {
        let start = position
        while position < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[position]) {
            position += 1
        }
        guard position > start else { throw failure(.badNumber) }
    }

    private mutating func word(_ word: StaticString, _ value: JSON, _ bytes: Span<UInt8>) throws(JSONError) -> JSON {
        for index in 0..<word.utf8CodeUnitCount {
            guard position < bytes.count else { throw failure(.unexpectedEnd) }
            guard bytes[position] == word.utf8Start[index] else { throw failure(.unexpectedByte) }
            position += 1
        }
        return value
    }

    private static func text(_ bytes: Span<UInt8>, at offset: Int) throws(JSONError) -> String {
        do {
            return String(copying: try UTF8Span(validating: bytes))
        } catch {
            throw JSONError(reason: .badUTF8, offset: offset)
        }
    }

    private mutating func take(_ byte: UInt8, _ bytes: Span<UInt8>) -> Bool {
        guard position < bytes.count, bytes[position] == byte else { return false }
        position += 1
        return true
    }

    private mutating func skipSpace(_ bytes: Span<UInt8>) {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x09, 0x0A, 0x0D: position += 1
            default: return
            }
        }
    }

    private mutating func descend() throws(JSONError) {
        depth += 1
        guard depth <= Self.depthLimit else { throw failure(.tooDeep) }
    }

    private func failure(_ reason: JSONError.Reason) -> JSONError { JSONError(reason: reason, offset: position) }
}
