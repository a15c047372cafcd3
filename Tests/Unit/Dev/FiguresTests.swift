import Testing

@testable import dev

@Suite struct FiguresTests {
    @Test func `wrk's report is read, and what failed is counted`() throws {
        let figures = try Wrk.figures(
            in: """
                Running 5s test @ http://127.0.0.1:8080/health/live
                  2 threads and 64 connections
                  Thread Stats   Avg      Stdev     Max   +/- Stdev
                    Latency   427.17us  693.03us  12.29ms   93.50%
                    Req/Sec    99.10k     4.11k   107.20k    50.00%
                  Latency Distribution
                     50%  197.00us
                     75%  352.00us
                     90%    1.10ms
                     99%    8.16ms
                  985963 requests in 5.01s, 112.83MB read
                  Socket errors: connect 0, read 1, write 0, timeout 2
                  Non-2xx or 3xx responses: 7
                Requests/sec: 196799.40
                Transfer/sec:     22.52MB
                """)
        #expect(figures.perSecond == 196_799.40)
        #expect(figures.p50 == 197)
        #expect(figures.p99 == 8160)
        #expect(figures.count == 985_963)
        #expect(figures.failures == 10)
    }

    @Test func `what is no report is refused`() {
        #expect(throws: Failure.self) { try Wrk.figures(in: "unable to connect to 127.0.0.1:8080 Connection refused") }
    }

    @Test func `the median stands for the rounds, and every failure counts`() {
        let rounds = [(10.0, 1), (90.0, 0), (50.0, 2)].map {
            Figures(perSecond: $0.0, p50: $0.0, p99: $0.0, count: 1, failures: $0.1, serverTime: $0.0, databaseTime: nil)
        }
        let median = Figures.median(of: rounds)
        #expect(median.perSecond == 50)
        #expect(median.serverTime == 50)
        #expect(median.databaseTime == nil)
        #expect(median.failures == 3)
    }
}
