/// Counts for operators, printed in Prometheus' text format (version 0.0.4).
///
/// Labels come from closed enums or from the program's own names, never from input: an attacker must not choose how many series there are.
package final class Metrics: Sendable {
    private let families: Lock<[String: MetricFamily]> = Lock([:])

    /// Starts empty.
    package init() {}

    /// The counter of that name and label values, made when first asked for. Keep the result; do not ask per event.
    package func counter(_ name: String, _ help: String, labels: KeyValuePairs<String, String> = [:]) -> Counter {
        series(name, help, .counter, labels) { Counter() }
    }

    /// The gauge of that name and label values, made when first asked for.
    package func gauge(_ name: String, _ help: String, labels: KeyValuePairs<String, String> = [:]) -> Gauge {
        series(name, help, .gauge, labels) { Gauge() }
    }

    /// The histogram of that name and label values, in seconds, made when first asked for.
    package func histogram(
        _ name: String, _ help: String, buckets: [Double] = Histogram.latency, labels: KeyValuePairs<String, String> = [:]
    ) -> Histogram {
        series(name, help, .histogram, labels) { Histogram(buckets: buckets) }
    }

    /// Everything counted so far, in Prometheus' text format, sorted by name.
    package func render() -> String {
        let families = families.withLock { $0 }
        var text = ""
        for (name, family) in families.sorted(by: { $0.key < $1.key }) {
            text += "# HELP \(name) \(family.help)\n# TYPE \(name) \(family.kind.rawValue)\n"
            for (labels, series) in family.series.sorted(by: { $0.key < $1.key }) {
                series.render(name: name, labels: labels, into: &text)
            }
        }
        return text
    }

    private func series<Series: MetricSeries>(
        _ name: String, _ help: String, _ kind: MetricFamily.Kind, _ labels: KeyValuePairs<String, String>, _ make: () -> Series
    ) -> Series {
        let key = labels.map { "\($0)=\"\(Self.escape($1))\"" }.joined(separator: ",")
        return families.withLock { families in
            if let known = families[name]?.series[key] as? Series { return known }
            let made = make()
            families[name, default: MetricFamily(help: help, kind: kind)].series[key] = made
            return made
        }
    }

    private static func escape(_ value: String) -> String {
        var escaped = ""
        for character in value.unicodeScalars {
            switch character {
            case "\\": escaped += "\\\\"
            case "\"": escaped += "\\\""
            case "\n": escaped += "\\n"
            default: escaped.unicodeScalars.append(character)
            }
        }
        return escaped
    }
}

struct MetricFamily: Sendable {
    enum Kind: String { case counter, gauge, histogram }
    let help: String
    let kind: Kind
    var series: [String: any MetricSeries] = [:]
}

protocol MetricSeries: Sendable {
    func render(name: String, labels: String, into text: inout String)
}
