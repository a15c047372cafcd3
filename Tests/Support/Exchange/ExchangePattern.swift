import Core

/// What an exchange expects where answers vary: `{{uuid}}`, or `{{uuid as instance}}`, which remembers it for later requests and answers.
///
/// `{{any}}`, standing bare, is whatever JSON it is. Any other name in braces stands for what was remembered, or given, under it.
struct ExchangePattern {
    /// What was remembered so far.
    typealias Bindings = [String: String]

    private enum Piece {
        case text(String)
        case kind(String, name: String?)
    }

    /// Precedes a blank that stands bare, where JSON has a number: no text of an exchange contains it.
    private static let bare = "\u{E000}"

    /// The kinds, as regular expressions.
    private static let kinds = [
        "instant": #"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"#,
        "seconds": #"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"#,
        "uuid": "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
        "api_key": "hk_(?:live|test)_[0-9A-Za-z]{49}",
        "secret": "whsec_[0-9A-Za-z+/]{43}=",
        "token": "[0-9a-f]{64}",
        "invitation": "[0-9A-Za-z_-]{64}",
        "pairing_code": "[0-9A-Z]{8}",
        "whatsapp_id": "3EB0[0-9A-F]{18}",
        "number": #"-?\d+"#,
        "text": #"[\s\S]+"#,
    ]

    /// Puts what was remembered in the place of its names.
    static func fill(_ text: String, _ bindings: Bindings) throws -> String {
        try pieces(text).map { piece in
            switch piece {
            case .text(let text): return text
            case .kind(let name, nil):
                guard let value = bindings[name] else { throw TestFiles.Failure("nothing is known as \(name)") }
                return value
            case .kind(let name, _): throw TestFiles.Failure("\(name) cannot be sent")
            }
        }.joined()
    }

    /// Whether the text is as expected; what is to be remembered is.
    static func matches(_ expected: String, _ actual: String, _ bindings: inout Bindings) throws -> Bool {
        var names: [String] = []
        var expression = ""
        for piece in pieces(expected) {
            switch piece {
            case .text(let text): expression += escaped(text)
            case .kind(let kind, let name):
                if let known = bindings[kind] {
                    expression += escaped(known)
                } else if let pattern = kinds[kind] {
                    expression += name == nil ? pattern : "(\(pattern))"
                    if let name { names.append(name) }
                } else {
                    throw TestFiles.Failure("nothing is known as \(kind)")
                }
            }
        }
        guard let match = try Regex(expression).wholeMatch(in: actual) else { return false }
        for (name, output) in zip(names, match.output.dropFirst()) {
            bindings[name] = String(output.substring ?? "")
        }
        return true
    }

    /// Everything in which the body is not as expected, each with the place of it.
    static func differences(_ expected: String, _ actual: [UInt8], _ bindings: inout Bindings) throws -> [String] {
        let text = String(decoding: actual, as: UTF8.self)
        guard !expected.isEmpty else { return actual.isEmpty ? [] : ["no body was expected, but there is: \(text)"] }
        guard let wanted = try? JSONParser.parse(quoted(expected)) else {
            return try matches(expected, text, &bindings) ? [] : ["the body is \(text)"]
        }
        guard let found = try? JSONParser.parse(actual) else { return ["the body is not JSON: \(text)"] }
        return try differences(wanted, found, at: "", &bindings)
    }

    private static func differences(_ expected: JSON, _ actual: JSON, at place: String, _ bindings: inout Bindings) throws -> [String] {
        switch (expected, actual) {
        case (.object(let wanted), .object(let found)):
            // Some objects name their members by what was remembered.
            let names = try wanted.map { try fill($0.name, bindings) }
            guard names == found.map(\.name) else { return ["\(place) has \(found.map(\.name)) rather than \(names)"] }
            return try zip(wanted, found).flatMap { try differences($0.value, $1.value, at: "\(place)/\($0.name)", &bindings) }
        case (.array(let wanted), .array(let found)):
            guard wanted.count == found.count else { return ["\(place) has \(found.count) elements: \(actual.text)"] }
            return try zip(wanted, found).enumerated().flatMap { index, pair in
                try differences(pair.0, pair.1, at: "\(place)/\(index)", &bindings)
            }
        case (.string(bare + "{{any}}"), _): return []
        case (.string(let wanted), .integer(let found)) where wanted.hasPrefix(bare):
            return try matches(String(wanted.dropFirst(bare.count)), String(found), &bindings) ? [] : ["\(place) is \(found)"]
        case (.string(let wanted), .string(let found)) where !wanted.hasPrefix(bare):
            return try matches(wanted, found, &bindings) ? [] : ["\(place) is \(actual.text) rather than \(expected.text)"]
        default:
            return expected == actual ? [] : ["\(place) is \(actual.text) rather than \(expected.text)"]
        }
    }

    private static func pieces(_ text: String) -> [Piece] {
        var pieces: [Piece] = []
        var rest = text[...]
        while let open = rest.firstRange(of: "{{"), let close = rest[open.upperBound...].firstRange(of: "}}") {
            pieces.append(.text(String(rest[..<open.lowerBound])))
            let words = rest[open.upperBound..<close.lowerBound].split(separator: " ").map(String.init)
            pieces.append(.kind(words.first ?? "", name: words.count == 3 && words[1] == "as" ? words[2] : nil))
            rest = rest[close.upperBound...]
        }
        return pieces + [.text(String(rest))]
    }

    /// The same with quotes around blanks that stand where JSON has a number.
    private static func quoted(_ text: String) -> String {
        var isInside = false
        var result = ""
        var rest = text[...]
        while let character = rest.first {
            if !isInside, rest.hasPrefix("{{"), let close = rest.firstRange(of: "}}") {
                result += "\"\(bare)\(rest[..<close.upperBound])\""
                rest = rest[close.upperBound...]
                continue
            }
            if character == "\"" { isInside.toggle() }
            result.append(character)
            rest = rest.dropFirst()
            if character == "\\", let next = rest.first {
                result.append(next)
                rest = rest.dropFirst()
            }
        }
        return result
    }

    private static func escaped(_ text: String) -> String {
        text.reduce(into: "") { escaped, character in
            if character.isASCII, !character.isLetter, !character.isNumber, !character.isWhitespace { escaped += "\\" }
            escaped.append(character)
        }
    }
}
