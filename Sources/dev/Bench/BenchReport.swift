import Foundation

/// The figures side by side, and the two ratios.
struct BenchReport: Sendable {
    /// What is asked of this stage: of nginx's rate, and of pgbench's.
    static let expectedOfNginx = 0.7
    static let expectedOfPgbench = 1.0

    /// By contender, in order.
    var medians: [(name: String, figures: Figures)]

    var text: String {
        let heads = ["", "req/s", "p50 µs", "p99 µs", "server CPU µs", "postgres CPU µs", "failed"]
        let rows = medians.map { name, figures in
            [name, whole(figures.perSecond), whole(figures.p50), whole(figures.p99), tenth(figures.serverTime), tenth(figures.databaseTime)]
                + [String(figures.failures)]
        }
        return ([heads] + rows).map { row in
            row.enumerated().map { index, cell in
                let space = String(repeating: " ", count: max(0, (index == 0 ? 24 : 17) - cell.count))
                return index == 0 ? cell + space : space + cell
            }.joined()
        }.joined(separator: "\n")
    }

    /// The rate of one contender over another's.
    func ratio(_ name: String, to anchor: String, expected: Double) -> String {
        let rate = { (wanted: String) in medians.first { $0.name == wanted }?.figures.perSecond ?? 0 }
        let ratio = rate(anchor) > 0 ? rate(name) / rate(anchor) : 0
        return "\(name) / \(anchor): \(String(format: "%.2f", ratio)) (expected at least \(expected))"
    }

    private func whole(_ figure: Double) -> String { String(format: "%.0f", figure) }
    private func tenth(_ figure: Double?) -> String { figure.map { String(format: "%.1f", $0) } ?? "–" }
}
