import Core
import HTTP
import Testing

/// Requests and the answers that the documentation prints for them, read from one `.exchange` file.
///
/// ```
/// # What it shows.
/// Given: a linked instance
/// Setting: HERALD_SYNC_TIMEOUT=1
///
/// POST /send-message
/// Authorization: Bearer {{key}}
///
/// {"recipients": ["254712345678"], "type": "text", "text": "Hello"}
///
/// -> 200
/// Content-Type: application/json
///
/// {"success": true, "sent_at": "{{seconds}}", …}
/// ```
///
/// More requests follow after a line `===`. `-> 200 eventually` asks again until the answer fits. Only the headers that are named are compared;
/// bodies are compared whole, the order of members included, and no body is expected where none stands.
package struct Exchange: Sendable, CustomTestStringConvertible {
    struct Step: Sendable {
        let method: String
        let target: String
        let headers: [(name: String, value: String)]
        let body: String
        let expected: Expected
    }

    struct Expected: Sendable {
        let status: Int
        /// Whether the same request may be answered otherwise for a while.
        let isEventual: Bool
        let headers: [(name: String, value: String)]
        let body: String
    }

    /// The file's name, without the ending.
    package let name: String
    let givens: [String]
    let settings: [String: String]
    let steps: [Step]

    package var testDescription: String { name }

    /// Every exchange in the folder `Exchanges` beside that source file, by name. A file that cannot be read is a test that fails.
    package static func all(beside file: String = #filePath) -> [Exchange] {
        let folder = file.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/") + "/Exchanges"
        let suffix = ".exchange"
        return TestFiles.names(in: folder).filter { $0.hasSuffix(suffix) }.sorted().map { file in
            Exchange(String(file.dropLast(suffix.count)), text: TestFiles.text(of: folder + "/" + file))
        }
    }

    init(_ name: String, text: String) {
        self.name = name
        var blocks = text.split(separator: "\n===\n", omittingEmptySubsequences: false).map {
            $0.split(separator: "\n", omittingEmptySubsequences: false)
        }
        // What stands before the first request belongs to the whole file.
        let head = blocks[0].prefix { !$0.isRequestLine }
        blocks[0] = Array(blocks[0].dropFirst(head.count))
        givens = head.compactMap { $0.value(of: "Given") }
        settings = Dictionary(
            head.compactMap { line in
                line.value(of: "Setting").flatMap { $0.split(separator: "=", maxSplits: 1).map(String.init).pair }
            }, uniquingKeysWith: { $1 })
        steps = blocks.map(Step.init)
    }
}

extension Exchange.Step {
    fileprivate init(_ lines: [Substring]) {
        let lines = lines.drop { $0.isEmpty }
        let arrow = lines.firstIndex { $0.hasPrefix("-> ") } ?? lines.endIndex
        let request = Message(lines[..<arrow])
        let answer = Message(lines[arrow...])
        let words = request.first.split(separator: " ")
        let outcome = answer.first.split(separator: " ")
        self.init(
            method: words.first.map(String.init) ?? "", target: words.dropFirst().first.map(String.init) ?? "", headers: request.headers,
            body: request.body,
            // No answer has the status 0, so that a file without one fails.
            expected: Exchange.Expected(
                status: outcome.dropFirst().first.flatMap { Int($0) } ?? 0, isEventual: outcome.last == "eventually", headers: answer.headers,
                body: answer.body))
    }

    private struct Message {
        let first: String
        let headers: [(name: String, value: String)]
        let body: String

        init(_ lines: ArraySlice<Substring>) {
            first = lines.first.map(String.init) ?? ""
            let head = lines.dropFirst().prefix { !$0.isEmpty }
            headers = head.compactMap { line in
                line.split(separator: ":", maxSplits: 1).map { String($0.trimmed) }.pair
            }
            var rest = lines.dropFirst(1 + head.count)
            while rest.first?.isEmpty == true { rest = rest.dropFirst() }
            while rest.last?.isEmpty == true { rest = rest.dropLast() }
            body = rest.joined(separator: "\n")
        }
    }
}

extension Substring {
    /// A method in capitals and a path.
    fileprivate var isRequestLine: Bool {
        let words = split(separator: " ")
        return words.count == 2 && words[0].allSatisfy { $0.isASCII && $0.isUppercase } && words[1].hasPrefix("/")
    }

    fileprivate func value(of name: String) -> String? {
        hasPrefix(name + ":") ? String(dropFirst(name.count + 1).trimmed) : nil
    }

    fileprivate var trimmed: Substring {
        var text = drop { $0 == " " }
        while text.last == " " { text = text.dropLast() }
        return text
    }
}

extension Array {
    fileprivate var pair: (Element, Element)? { count == 2 ? (self[0], self[1]) : nil }
}
