import Core

/// What operators are told of the sessions of a process.
struct KeeperFigures: Sendable {
    let held: Gauge
    let opening: Gauge
    let proofs: Counter
    let reopened: Counter

    init(_ metrics: Metrics) {
        held = metrics.gauge("herald_sessions_held", "Sessions that this process holds.")
        opening = metrics.gauge("herald_sessions_opening", "Sessions that this process has opened and that have not said anything yet.")
        proofs = metrics.counter("herald_session_proofs_total", "How often WhatsApp was asked for a sign of life.")
        reopened = metrics.counter("herald_sessions_given_up_total", "Sessions closed because they were of no use, to be opened anew.")
    }
}
