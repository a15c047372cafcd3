import Synchronization

/// A number that only grows.
package final class Counter: MetricSeries, Sendable {
    private let value = Atomic<Int>(0)

    /// Adds `amount`, which must not be negative.
    package func add(_ amount: Int = 1) { value.wrappingAdd(amount, ordering: .relaxed) }

    func render(name: String, labels: String, into text: inout String) {
        text += "\(name)\(labels.isEmpty ? "" : "{\(labels)}") \(value.load(ordering: .relaxed))\n"
    }
}

/// A number that goes up and down.
package final class Gauge: MetricSeries, Sendable {
    private let value = Atomic<Int>(0)

    /// Adds `amount`, which may be negative.
    package func add(_ amount: Int) { value.wrappingAdd(amount, ordering: .relaxed) }
    /// Replaces the value.
    package func set(_ amount: Int) { value.store(amount, ordering: .relaxed) }

    func render(name: String, labels: String, into text: inout String) {
        text += "\(name)\(labels.isEmpty ? "" : "{\(labels)}") \(value.load(ordering: .relaxed))\n"
    }
}

/// How values are spread over fixed buckets.
package final class Histogram: MetricSeries, Sendable {
    /// Buckets for how long a request takes, in seconds.
    package static let latency: [Double] = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20]

    private struct State {
        var counts: [Int]
        var sum = 0.0
    }

    private let buckets: [Double]
    private let state: Lock<State>

    init(buckets: [Double]) {
        self.buckets = buckets
        state = Lock(State(counts: Array(repeating: 0, count: buckets.count + 1)))
    }

    /// Counts one value, in the unit of the buckets.
    package func observe(_ value: Double) {
        let index = buckets.firstIndex { value <= $0 } ?? buckets.count
        state.withLock { state in
            state.counts[index] += 1
            state.sum += value
        }
    }

    func render(name: String, labels: String, into text: inout String) {
        let state = state.withLock { $0 }
        let prefix = labels.isEmpty ? "" : labels + ","
        var total = 0
        for (index, count) in state.counts.enumerated() {
            total += count
            let bound = index < buckets.count ? "\(buckets[index])" : "+Inf"
            text += "\(name)_bucket{\(prefix)le=\"\(bound)\"} \(total)\n"
        }
        let suffix = labels.isEmpty ? "" : "{\(labels)}"
        text += "\(name)_sum\(suffix) \(state.sum)\n\(name)_count\(suffix) \(total)\n"
    }
}
