import Foundation

/// Load over HTTP: wrk on two threads.
struct Wrk: Sendable {
    let url: String
    var script: String?

    func run(seconds: Int, connections: Int) throws(Failure) -> Figures {
        let words =
            ["wrk", "-t\(min(2, connections))", "-c\(connections)", "-d\(seconds)s", "--latency"] + (script.map { ["-s", $0] } ?? []) + [url]
        return try Self.figures(in: Tool(words).text())
    }

    /// What wrk's report says.
    static func figures(in report: String) throws(Failure) -> Figures {
        let lines = report.split(separator: "\n").map { $0.drop { $0 == " " } }
        /// The word after a label that begins a line.
        func word(after label: String) -> Substring? {
            lines.first { $0.hasPrefix(label) }.flatMap { $0.dropFirst(label.count).split(separator: " ").first }
        }
        guard let rate = word(after: "Requests/sec:").flatMap({ Double($0) }), let p50 = word(after: "50%").flatMap(Self.microseconds),
            let p99 = word(after: "99%").flatMap(Self.microseconds)
        else { throw Failure("not what wrk prints:\n\(report)") }
        let count = lines.first { $0.contains(" requests in ") }.flatMap { $0.split(separator: " ").first }.flatMap { Double($0) } ?? 0
        let refused = word(after: "Non-2xx or 3xx responses:").flatMap { Int($0) } ?? 0
        let broken = lines.first { $0.hasPrefix("Socket errors:") }.map { $0.split { !$0.isNumber }.compactMap { Int($0) }.reduce(0, +) } ?? 0
        return Figures(perSecond: rate, p50: p50, p99: p99, count: count, failures: refused + broken)
    }

    /// `197.00us`, `8.16ms`, `1.02s`.
    private static func microseconds(_ word: Substring) -> Double? {
        let units = [("us", 1.0), ("ms", 1e3), ("s", 1e6)]
        guard let (unit, scale) = units.first(where: { word.hasSuffix($0.0) }) else { return nil }
        return Double(word.dropLast(unit.count)).map { $0 * scale }
    }
}
