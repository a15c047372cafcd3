import Foundation

/// Herald's HTTP API as a person with curl sees it. (Foundation's client would need a libcurl package on a bare Debian.)
struct API: Sendable {
    let url: String
    var key: String?

    /// The status of a GET; 0 where nobody answers.
    func status(of path: String) -> Int {
        // No answer is an answer here: the server is not up yet.
        let text = try? Tool("curl", "-sS", "-o", "/dev/null", "-w", "%{http_code}", "--max-time", "5", url + path)
            .output(quietly: true)
        return text.flatMap { $0 }.flatMap { Int($0) } ?? 0
    }

    /// The JSON object that `path` answers; a status of 300 or more is a failure that quotes the answer.
    @discardableResult
    func call(_ method: String, _ path: String, _ body: String? = nil) throws(Failure) -> [String: Any] {
        var words = ["curl", "-sS", "-X", method, "--max-time", "15", "-w", "\n%{http_code}", url + path]
        if let key { words += ["-H", "Authorization: Bearer \(key)"] }
        if let body { words += ["-H", "Content-Type: application/json", "-d", body] }
        let lines = try Tool(words).text().split(separator: "\n", omittingEmptySubsequences: false)
        let answer = lines.dropLast().joined(separator: "\n")
        guard let status = lines.last.flatMap({ Int($0) }), (200..<300).contains(status) else {
            throw Failure("\(method) \(path) answered \(lines.last ?? "nothing"): \(answer)")
        }
        // An empty answer (204) is an empty object.
        let object = try? JSONSerialization.jsonObject(with: Data(answer.utf8))
        return object as? [String: Any] ?? [:]
    }
}
