import Core

/// What a server counts.
struct HTTPServerMetrics: Sendable {
    let requests: Counter
    let connections: Gauge
    private let refusals: [HTTPRefusal.Reason: Counter]

    init(_ metrics: Metrics, server: String) {
        requests = metrics.counter("herald_http_requests_total", "Requests whose head was accepted.", labels: ["server": server])
        connections = metrics.gauge("herald_http_connections", "Open connections.", labels: ["server": server])
        refusals = Dictionary(
            HTTPRefusal.Reason.allCases.map { reason in
                let counter = metrics.counter(
                    "herald_http_refusals_total", "Requests refused by the protocol itself.",
                    labels: ["server": server, "reason": reason.rawValue])
                return (reason, counter)
            }, uniquingKeysWith: { first, _ in first })
    }

    func countRefusal(_ reason: HTTPRefusal.Reason) { refusals[reason]?.add() }
}
