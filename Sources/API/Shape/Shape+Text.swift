import Contracts
import Core

/// How long texts may be where a shape says nothing else.
package enum TextLimit {
    /// Characters of a text: as many as a message may have.
    package static let characters = MessageContent.textLimit
}

extension Shape where Value == String {
    /// Text of `min` to `max` characters (Unicode scalars, which is what JSON Schema counts), without NUL, which PostgreSQL cannot keep.
    package static func text(min: Int = 0, max: Int = TextLimit.characters) -> Shape {
        var keywords: [JSON.Member] = [JSON.Member("type", "string")]
        if min > 0 { keywords.append(JSON.Member("minLength", .integer(Int64(min)))) }
        keywords.append(JSON.Member("maxLength", .integer(Int64(max))))
        return Shape(
            schema: .keywords(keywords), lexical: .text,
            reader: { json, violations in
                guard case .string(let text) = json else {
                    violations.add("must be text")
                    return nil
                }
                guard let rule = brokenRule(text, min: min, max: max) else { return text }
                violations.add(rule)
                return nil
            },
            writer: { text, bytes in JSON.write(text, to: &bytes) })
    }

    /// Text of 1 to `max` characters that are not all blank: WhatsApp shows nothing of blanks alone.
    package static func words(max: Int) -> Shape {
        text(min: 1, max: max).map(
            or: "must not be blank", to: { $0.unicodeScalars.allSatisfy(\.properties.isWhitespace) ? nil : $0 }, from: { $0 })
    }

    /// An absolute URL of one of `schemes`, at most `max` bytes, without spaces, control characters or user information. Whether it may be
    /// fetched is for whoever fetches it to decide.
    package static func link(_ schemes: [String] = ["https", "http"], max: Int = 2048) -> Shape {
        Shape(
            schema: .keywords([
                JSON.Member("type", "string"), JSON.Member("format", "uri"), JSON.Member("maxLength", .integer(Int64(max))),
            ]),
            lexical: .text,
            reader: { json, violations in
                guard case .string(let text) = json, text.utf8.count <= max, isLink(text, schemes) else {
                    violations.add("must be an absolute URL with \(schemes.joined(separator: " or ")), at most \(max) bytes")
                    return nil
                }
                return text
            },
            writer: { text, bytes in JSON.write(text, to: &bytes) })
    }

    /// Exactly this text.
    package static func constant(_ text: String) -> Shape {
        Shape(
            schema: .keywords([JSON.Member("type", "string"), JSON.Member("const", .string(text))]), lexical: .text,
            reader: { json, violations in
                guard json == .string(text) else {
                    violations.add("must be \(JSON.string(text).text)")
                    return nil
                }
                return text
            },
            writer: { _, bytes in JSON.write(text, to: &bytes) })
    }

    private static func brokenRule(_ text: String, min: Int, max: Int) -> String? {
        if text.utf8.contains(0) { return "must not contain the character U+0000" }
        // A scalar takes one to four bytes, so that most texts need no counting.
        let bytes = text.utf8.count
        if bytes > max, text.unicodeScalars.count > max { return "must have at most \(max) characters" }
        if bytes < min * 4, text.unicodeScalars.count < min {
            return min == 1 ? "must not be empty" : "must have at least \(min) characters"
        }
        return nil
    }

    private static func isLink(_ text: String, _ schemes: [String]) -> Bool {
        guard text.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }), let separator = text.firstRange(of: "://"),
            schemes.contains(text[..<separator.lowerBound].lowercased())
        else { return false }
        let authority = text[separator.upperBound...].prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        return !authority.isEmpty && !authority.contains("@") && !authority.contains("\\")
    }
}

extension Shape where Value: RawRepresentable & CaseIterable, Value.RawValue == String {
    /// One of the cases, by its raw value.
    package static func choice() -> Shape {
        let words = Value.allCases.map { JSON.string($0.rawValue) }
        let rule = "must be one of " + words.map(\.text).joined(separator: ", ")
        return Shape(
            schema: .keywords([JSON.Member("type", "string"), JSON.Member("enum", .array(words))]), lexical: .text,
            reader: { json, violations in
                guard case .string(let text) = json, let value = Value(rawValue: text) else {
                    violations.add(rule)
                    return nil
                }
                return value
            },
            writer: { value, bytes in JSON.write(value.rawValue, to: &bytes) })
    }

    /// One of the cases, or any other text, which reads as `fallback`: for words that may be added later.
    package static func choice(or fallback: Value) -> Shape {
        let words = Value.allCases.map { JSON.string($0.rawValue) }
        return Shape(
            schema: .keywords([
                JSON.Member("type", "string"), JSON.Member("maxLength", .integer(Int64(TextLimit.characters))),
                JSON.Member("examples", .array(words)),
            ]),
            lexical: .text,
            reader: { json, violations in
                guard case .string(let text) = json, text.unicodeScalars.count <= TextLimit.characters else {
                    violations.add("must be text of at most \(TextLimit.characters) characters")
                    return nil
                }
                return Value(rawValue: text) ?? fallback
            },
            writer: { value, bytes in JSON.write(value.rawValue, to: &bytes) })
    }
}
