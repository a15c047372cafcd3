import Contracts
import Core
import HTTP

/// How often each route was asked, with what outcome, and how long it took. Made once, so that counting costs no look-up.
struct RouteFigures: Sendable {
    private struct Figures: Sendable {
        /// By the first digit of the status, 1 to 5.
        let answers: [Counter]
        let duration: Histogram
    }

    private let figures: [Figures]

    init(_ router: Router, _ metrics: Metrics) {
        figures = router.entries.map { entry in
            let dialect = entry.dialect.name.rawValue
            let route = "\(entry.route.method.name) \(entry.route.path)"
            return Figures(
                answers: (1...5).map {
                    metrics.counter(
                        "herald_http_requests_total", "Requests answered",
                        labels: ["dialect": dialect, "route": route, "status": "\($0)xx"])
                },
                duration: metrics.histogram(
                    "herald_http_request_seconds", "From the end of a request's head to its answer",
                    labels: ["dialect": dialect, "route": route]))
        }
    }

    func count(_ entry: Router.Entry, status: Int, took duration: Duration) {
        let figures = figures[entry.number]
        figures.answers[min(max(status / 100, 1), 5) - 1].add()
        figures.duration.observe(duration.inSeconds)
    }
}
