/// What one run of a load gave.
struct Figures: Sendable {
    var perSecond: Double
    /// Microseconds.
    var p50: Double
    var p99: Double
    /// How many were done.
    var count: Double
    /// Answers that were not 2xx, and broken connections.
    var failures: Int
    /// Microseconds of processor time for each, of the server and of PostgreSQL.
    var serverTime: Double?
    var databaseTime: Double?

    /// Each figure's median over the rounds.
    static func median(of rounds: [Figures]) -> Figures {
        func middle(_ figure: (Figures) -> Double?) -> Double? {
            let sorted = rounds.compactMap(figure).sorted()
            return sorted.isEmpty ? nil : sorted[sorted.count / 2]
        }
        return Figures(
            perSecond: middle(\.perSecond) ?? 0, p50: middle(\.p50) ?? 0, p99: middle(\.p99) ?? 0, count: middle(\.count) ?? 0,
            failures: rounds.reduce(0) { $0 + $1.failures }, serverTime: middle(\.serverTime), databaseTime: middle(\.databaseTime))
    }
}
