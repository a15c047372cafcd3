import Billing
import Contracts
import Core
import TestSupport
import Testing

private enum Sample {}

/// A bucket holds as much as may be used in its window at once, and fills continuously.
@Suite struct BucketTests {
    private let one = ID<Sample>(high: 0, low: 1)
    private let two = ID<Sample>(high: 0, low: 2)

    /// How many of so many that come at once are let through.
    private func taken(_ count: Int, _ rate: Rate, at now: Duration, _ buckets: inout Buckets<Sample>, of id: ID<Sample>? = nil) -> Int {
        (0..<count).reduce(0) { sum, _ in
            if case .taken = buckets.take(id ?? one, rate, at: now) { sum + 1 } else { sum }
        }
    }

    @Test(arguments: [1, 2, 3, 7, 10, 97, 1000, 4999]) func `as many as the limit pass at once, and not one more`(limit: Int) {
        var buckets = Buckets<Sample>(limit: 10)
        #expect(taken(limit + 50, Rate(limit, per: .seconds(1)), at: .seconds(5), &buckets) == limit)
    }

    @Test func `one is there again after a tenth of the window of ten, and not a moment earlier`() {
        var buckets = Buckets<Sample>(limit: 10)
        let rate = Rate(10, per: .seconds(1))
        #expect(taken(11, rate, at: .zero, &buckets) == 10)
        #expect(buckets.take(one, rate, at: .milliseconds(40)) == .refused(wait: .milliseconds(60)))
        #expect(taken(2, rate, at: .milliseconds(100) - .nanoseconds(1), &buckets) == 0)
        #expect(taken(2, rate, at: .milliseconds(100), &buckets) == 1)
        #expect(taken(20, rate, at: .seconds(60), &buckets) == 10)
    }

    @Test func `what is left and when all is there again are told`() {
        var buckets = Buckets<Sample>(limit: 10)
        let rate = Rate(10, per: .seconds(1))
        #expect(buckets.take(one, rate, at: .zero) == .taken(left: 9, fullAfter: .milliseconds(100)))
        #expect(buckets.take(one, rate, at: .zero) == .taken(left: 8, fullAfter: .milliseconds(200)))
        #expect(buckets.take(one, rate, at: .milliseconds(250)) == .taken(left: 9, fullAfter: .milliseconds(100)))
    }

    @Test func `a bucket is nobody else's`() {
        var buckets = Buckets<Sample>(limit: 10)
        let rate = Rate(10, per: .seconds(1))
        #expect(taken(20, rate, at: .zero, &buckets) == 10)
        #expect(buckets.isEmpty(one, rate, at: .zero) && !buckets.isEmpty(two, rate, at: .zero))
        #expect(taken(20, rate, at: .zero, &buckets, of: two) == 10)
    }

    @Test func `another limit takes the same part of the bucket along`() {
        var buckets = Buckets<Sample>(limit: 10)
        #expect(taken(5, Rate(10, per: .seconds(1)), at: .zero, &buckets) == 5)
        #expect(taken(100, Rate(100, per: .seconds(1)), at: .zero, &buckets) == 50)
        #expect(taken(100, Rate(2, per: .seconds(1)), at: .milliseconds(500), &buckets) == 1)
    }

    @Test func `a clock that is read earlier and told later gives nothing away`() {
        var buckets = Buckets<Sample>(limit: 10)
        let rate = Rate(10, per: .seconds(1))
        #expect(taken(10, rate, at: .seconds(1), &buckets) == 10)
        #expect(taken(10, rate, at: .milliseconds(900), &buckets) == 0)
        #expect(taken(10, rate, at: .milliseconds(1100), &buckets) == 1)
    }

    @Test func `there are never more than so many, and those that lack most stay`() {
        var buckets = Buckets<Sample>(limit: 100)
        let rate = Rate(10, per: .seconds(1))
        #expect(taken(20, rate, at: .zero, &buckets) == 10)
        for low in 10..<5000 {
            #expect(taken(1, rate, at: .zero, &buckets, of: ID(high: 0, low: UInt64(low))) == 1)
            #expect(buckets.count <= 100)
        }
        #expect(taken(1, rate, at: .zero, &buckets) == 0)
        // What has filled up goes first.
        for low in 10..<200 { _ = taken(1, rate, at: .seconds(2), &buckets, of: ID(high: 1, low: UInt64(low))) }
        #expect(buckets.count <= 100)
    }

    /// Whatever the limit and whenever they come, by however many threads: in no stretch of time more than a full bucket and what flowed in.
    @Test(arguments: 0..<24) func `no stretch of time has more than it may, whoever asks at once`(seed: Int) async {
        var chance = SplitMix64(seed: UInt64(seed))
        let limit = Int.random(in: 1...40, using: &chance)
        let rate = Rate(limit, per: .seconds(1))
        let clock = ManualClock()
        let buckets = Lock(Buckets<Sample>(limit: 4))
        let passed = Lock<[Duration]>([])
        for _ in 0..<60 {
            let count = Int.random(in: 1...(2 * limit), using: &chance)
            await withTaskGroup(of: Void.self) { group in
                for _ in 0..<count {
                    group.addTask {
                        let now = clock.monotonic
                        if case .taken = buckets.withLock({ $0.take(ID(high: 0, low: 1), rate, at: now) }) { passed.withLock { $0.append(now) } }
                    }
                }
            }
            clock.advance(by: .microseconds(Int.random(in: 0...700_000, using: &chance)))
        }
        let times = passed.withLock { $0 }
        for first in times.indices {
            for last in first..<times.count {
                let flowed = (times[last] - times[first]).inSeconds * Double(limit)
                #expect(Double(last - first + 1) <= Double(limit) + flowed + 1e-6)
            }
        }
        // And nothing is held back: a moment after the last, as much is there as has flowed in since.
        clock.advance(by: .seconds(1))
        #expect(buckets.withLock { taken(2 * limit, rate, at: clock.monotonic, &$0) } == limit)
    }
}
