/// Tells code from comments and quoted text: `//`, nested `/* */`, `"…"`, `"""…"""` and raw literals; what is interpolated is code.
struct SwiftReader {
    private let bytes: [UInt8]
    private var index = 0
    private var line = 1
    private(set) var code: [UInt8] = []
    private(set) var literals: [Source.Literal] = []

    init(_ text: String) {
        bytes = Array(text.utf8)
        code.reserveCapacity(bytes.count)
    }

    /// Reads to the end, or, inside an interpolation, to the parenthesis that closes it.
    mutating func read(interpolated: Bool = false) {
        var depth = 0
        while index < bytes.count {
            if starts("//") {
                while index < bytes.count, bytes[index] != UInt8(ascii: "\n") { blank() }
            } else if starts("/*") {
                skipBlockComment()
            } else if let signs = literalOpening() {
                readLiteral(signs)
            } else {
                if bytes[index] == UInt8(ascii: "(") { depth += 1 }
                if bytes[index] == UInt8(ascii: ")") {
                    if interpolated, depth == 0 { return }
                    depth -= 1
                }
                keep()
            }
        }
    }

    private mutating func skipBlockComment() {
        var depth = 0
        repeat {
            if starts("/*") {
                depth += 1
                blank(2)
            } else if starts("*/") {
                depth -= 1
                blank(2)
            } else {
                blank()
            }
        } while depth > 0 && index < bytes.count
    }

    /// How many number signs open a literal here; nil where none opens.
    private func literalOpening() -> Int? {
        var end = index
        while end < bytes.count, bytes[end] == UInt8(ascii: "#") { end += 1 }
        return end < bytes.count && bytes[end] == UInt8(ascii: "\"") ? end - index : nil
    }

    private mutating func readLiteral(_ signs: Int) {
        let first = line
        let raw = String(repeating: "#", count: signs)
        let quotes = starts(raw + "\"\"\"") ? "\"\"\"" : "\""
        keep(signs + quotes.utf8.count)
        var content: [UInt8] = []
        while index < bytes.count, !starts(quotes + raw) {
            if starts("\\" + raw + "(") {
                keep(signs + 2)
                read(interpolated: true)
                if index < bytes.count { keep() }
            } else {
                let length = starts("\\" + raw) ? signs + 2 : 1
                content += bytes[index..<min(index + length, bytes.count)]
                blank(length)
            }
        }
        keep(quotes.utf8.count + signs)
        literals.append(.init(line: first, text: String(decoding: content, as: UTF8.self)))
    }

    private func starts(_ text: String) -> Bool { bytes[index...].starts(with: text.utf8) }

    private mutating func keep(_ count: Int = 1) { step(count) { $0 } }
    private mutating func blank(_ count: Int = 1) { step(count) { $0 == UInt8(ascii: "\n") ? $0 : UInt8(ascii: " ") } }

    private mutating func step(_ count: Int, _ change: (UInt8) -> UInt8) {
        for byte in bytes[index..<min(index + count, bytes.count)] {
            if byte == UInt8(ascii: "\n") { line += 1 }
            code.append(change(byte))
        }
        index = min(index + count, bytes.count)
    }
}
