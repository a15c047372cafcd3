import Foundation

/// A regular expression; `^` and `$` are a line's.
struct Pattern: Sendable {
    private let expression: String

    init(_ expression: String) { self.expression = expression }

    struct Match: Sendable {
        let line: Int
        let text: String
        let groups: [String]
    }

    /// Every place where it matches; a pattern that is not one matches everywhere, so that no rule passes by a slip of the pen.
    func matches(in text: String) -> [Match] {
        guard let regular = try? NSRegularExpression(pattern: expression, options: .anchorsMatchLines) else {
            return [Match(line: 1, text: "no regular expression: \(expression)", groups: [""])]
        }
        let whole = text as NSString
        return regular.matches(in: text, range: NSRange(location: 0, length: whole.length)).map { found in
            let before = whole.substring(to: found.range.location)
            let groups = (1..<max(1, found.numberOfRanges)).map { found.range(at: $0) }
            return Match(
                line: 1 + before.utf8.count { $0 == UInt8(ascii: "\n") }, text: whole.substring(with: found.range),
                groups: groups.map { $0.location == NSNotFound ? "" : whole.substring(with: $0) })
        }
    }

    func isIn(_ text: String) -> Bool { !matches(in: text).isEmpty }
}
