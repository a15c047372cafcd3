/// A Swift file, taken apart into what is code and what is quoted.
struct Source: Sendable {
    /// From the project's root.
    let path: String
    let text: String
    /// The text with comments and the contents of string literals blanked; lines stay where they are.
    let code: String
    /// The contents of each string literal, and the line it begins in.
    let literals: [Literal]

    struct Literal: Sendable {
        let line: Int
        let text: String
    }

    init(path: String, text: String) {
        self.path = path
        self.text = text
        var reader = SwiftReader(text)
        reader.read()
        code = String(decoding: reader.code, as: UTF8.self)
        literals = reader.literals
    }

    var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }
    /// The file's name without its ending.
    var name: String { String(path.split(separator: "/").last?.dropLast(6) ?? "") }

    /// The modules that it imports, and in which line.
    var imports: [(line: Int, module: String)] {
        Pattern(#"^(?:@\w+\s+)*(?:package |public |internal |private |fileprivate )?import (?:struct |class |enum |func |protocol |let |var )?(\w+)"#)
            .matches(in: code).map { ($0.line, $0.groups[0]) }
    }
}
