import Core
import Testing

@Suite struct MetricsTests {
    @Test func `what is counted is printed in Prometheus' format`() {
        let metrics = Metrics()
        metrics.counter("herald_requests_total", "Requests.", labels: ["route": "/a\"b"]).add(3)
        metrics.gauge("herald_open", "Open.").set(-2)
        let histogram = metrics.histogram("herald_seconds", "Seconds.", buckets: [0.1, 1])
        histogram.observe(0.05)
        histogram.observe(0.1)
        histogram.observe(7)
        #expect(
            metrics.render() == """
                # HELP herald_open Open.
                # TYPE herald_open gauge
                herald_open -2
                # HELP herald_requests_total Requests.
                # TYPE herald_requests_total counter
                herald_requests_total{route="/a\\"b"} 3
                # HELP herald_seconds Seconds.
                # TYPE herald_seconds histogram
                herald_seconds_bucket{le="0.1"} 2
                herald_seconds_bucket{le="1.0"} 2
                herald_seconds_bucket{le="+Inf"} 3
                herald_seconds_sum 7.15
                herald_seconds_count 3

                """)
    }

    @Test func `the same name and labels are the same series`() {
        let metrics = Metrics()
        metrics.counter("a", "A.", labels: ["x": "1"]).add()
        metrics.counter("a", "A.", labels: ["x": "1"]).add()
        #expect(metrics.render().contains("a{x=\"1\"} 2\n"))
    }
}
