import Foundation

/// Load over HTTP: wrk on two threads.
struct Wrk: Sendable {
    let url: String
    var script: String?

    func run(seconds: Int, connections: Int) throws(Failure) -> Figures {
        let words = ["wrk", "-t2", "-c\(connections)", "-d\(seconds)s", "--latency"] + (script.map { ["-s", $0] } ?? []) + [url]
        let report = try Tool(words).text()
        guard let rate = Self.number(after: "Requests/sec:", in: report), let p50 = Self.duration(after: "50%", in: report),
            let p99 = Self.duration(after: "99%", in: report)
        else { throw Failure("not what wrk prints:\n\(report)") }
        let count = report.split(separator: "\n").first { $0.contains(" requests in ") }.flatMap { Self.number(after: "", in: String($0)) }
        let refused = Self.number(after: "Non-2xx or 3xx responses:", in: report) ?? 0
        let broken = report.split(separator: "\n").first { $0.contains("Socket errors:") }.map { line in
            line.split { !$0.isNumber }.compactMap { Int($0) }.reduce(0, +)
        }
        return Figures(perSecond: rate, p50: p50, p99: p99, count: count ?? 0, failures: Int(refused) + (broken ?? 0))
    }

    /// The first number after a label.
    private static func number(after label: String, in text: String) -> Double? {
        word(after: label, in: text).flatMap { Double($0) }
    }

    /// The first duration after a label, in microseconds: `197.00us`, `8.16ms`, `1.02s`.
    private static func duration(after label: String, in text: String) -> Double? {
        guard let word = word(after: label, in: text) else { return nil }
        let units = [("us", 1.0), ("ms", 1e3), ("s", 1e6)]
        guard let (unit, scale) = units.first(where: { word.hasSuffix($0.0) }) else { return nil }
        return Double(word.dropLast(unit.count)).map { $0 * scale }
    }

    private static func word(after label: String, in text: String) -> Substring? {
        guard let start = label.isEmpty ? text.startIndex : text.firstRange(of: label)?.upperBound else { return nil }
        return text[start...].split(maxSplits: 1, whereSeparator: \.isWhitespace).first
    }
}
