import Core
import Testing

@Suite struct LoadingCacheTests {
    private let clock = StandingClock()
    private let source = Source()

    private func cache(limit: Int = 100) -> LoadingCache<Int, String> {
        LoadingCache(limit: limit, lifetime: .seconds(10), absenceLifetime: .seconds(2), clock: clock)
    }

    @Test func `what was loaded is not loaded again within half its lifetime`() async throws {
        let cache = cache()
        source.set(1, "one")
        for _ in 0..<3 { #expect(try await source.ask(cache, 1) == "one") }
        clock.advance(.milliseconds(4_999))
        #expect(try await source.ask(cache, 1) == "one")
        #expect(source.loads == 1)
    }

    @Test func `an ageing value is answered at once and loaded again beside the asker`() async throws {
        let cache = cache()
        source.set(1, "one")
        _ = try await source.ask(cache, 1)
        source.set(1, "two")
        clock.advance(.seconds(6))
        #expect(try await source.ask(cache, 1) == "one")
        await source.waitForLoads(2)
        clock.advance(.seconds(5))
        #expect(try await source.ask(cache, 1) == "two")
    }

    @Test func `nothing is answered after its lifetime, whatever became of the reload`() async throws {
        let cache = cache()
        source.set(1, "one")
        _ = try await source.ask(cache, 1)
        source.fail(true)
        clock.advance(.seconds(6))
        #expect(try await source.ask(cache, 1) == "one")
        await source.waitForLoads(2)
        clock.advance(.seconds(4))
        await #expect(throws: Source.Broken.self) { try await source.ask(cache, 1) }
        source.fail(false)
        #expect(try await source.ask(cache, 1) == "one")
    }

    @Test func `where somebody has to vouch for what is remembered it counts until then and no longer`() async throws {
        let cache = LoadingCache<Int, String>(
            limit: 100, lifetime: .seconds(10), absenceLifetime: .seconds(2), wantsVouching: true, clock: clock)
        source.set(1, "one")
        for loads in 1...2 {
            #expect(try await source.ask(cache, 1) == "one")
            #expect(source.loads == loads && cache.remembered(1) == nil)
        }
        cache.vouch(until: .seconds(1))
        cache.vouch(until: .milliseconds(1))
        clock.advance(.milliseconds(999))
        #expect(try await source.ask(cache, 1) == "one")
        #expect(source.loads == 2 && cache.remembered(1) == "one")
        clock.advance(.milliseconds(1))
        #expect(cache.remembered(1) == nil)
        source.fail(true)
        await #expect(throws: Source.Broken.self) { try await source.ask(cache, 1) }
        // It was not forgotten: it only wanted somebody who knows that it still holds.
        cache.vouch(until: .seconds(2))
        #expect(try await source.ask(cache, 1) == "one")
    }

    @Test func `an absence is remembered for its own, shorter time`() async throws {
        let cache = cache()
        #expect(try await source.ask(cache, 1) == nil)
        source.set(1, "one")
        clock.advance(.milliseconds(1_999))
        #expect(try await source.ask(cache, 1) == nil)
        clock.advance(.milliseconds(1))
        #expect(try await source.ask(cache, 1) == "one")
    }

    @Test func `of many who ask at once only one loads`() async throws {
        let cache = cache()
        source.set(1, "one")
        source.hold()
        let source = source
        let askers = (0..<50).map { _ in Task { try await source.ask(cache, 1) } }
        await source.waitForLoads(1)
        source.release()
        for asker in askers { #expect(try await asker.value == "one") }
        #expect(source.loads == 1)
    }

    @Test func `what was being loaded when all was forgotten is not remembered`() async throws {
        let cache = cache()
        source.set(1, "old")
        source.hold()
        let source = source
        let asker = Task { try await source.ask(cache, 1) }
        await source.waitForLoads(1)
        cache.removeAll()
        source.release()
        #expect(try await asker.value == "old")
        source.set(1, "new")
        #expect(try await source.ask(cache, 1) == "new")
    }

    @Test func `what is in use survives a flood of things asked for once`() async throws {
        let cache = cache(limit: 20)
        source.set(0, "used")
        for key in 1...1000 {
            source.set(key, "once")
            _ = try await source.ask(cache, key)
            _ = try await source.ask(cache, 0)
        }
        #expect(source.loads == 1001)
        _ = try await source.ask(cache, 1)
        #expect(source.loads == 1002, "the limit was not kept")
    }
}

/// A clock that stands until it is moved.
private final class StandingClock: Clock {
    private let time = Lock(Duration.zero)
    var now: Instant { Instant(microseconds: 0) + monotonic }
    var monotonic: Duration { time.withLock { $0 } }
    func sleep(for duration: Duration) async throws { advance(duration) }
    func advance(_ duration: Duration) { time.withLock { $0 += duration } }
}

/// Where the cache loads from: counts, can be made to fail, and can be held up.
private final class Source: Sendable {
    struct Broken: Error {}
    private struct State {
        var values: [Int: String] = [:]
        var loads = 0
        var fails = false
        var isHeld = false
        var held: [CheckedContinuation<Void, Never>] = []
        var watchers: [(loads: Int, continuation: CheckedContinuation<Void, Never>)] = []
    }
    private let state = Lock(State())

    var loads: Int { state.withLock { $0.loads } }
    func set(_ key: Int, _ value: String) { state.withLock { $0.values[key] = value } }
    func fail(_ fails: Bool) { state.withLock { $0.fails = fails } }
    func hold() { state.withLock { $0.isHeld = true } }

    func release() {
        let held = state.withLock { state in
            state.isHeld = false
            defer { state.held = [] }
            return state.held
        }
        for continuation in held { continuation.resume() }
    }

    /// Returns once so many loads have begun.
    func waitForLoads(_ loads: Int) async {
        await withCheckedContinuation { continuation in
            let reached = state.withLock { state in
                if state.loads >= loads { return true }
                state.watchers.append((loads, continuation))
                return false
            }
            if reached { continuation.resume() }
        }
    }

    func ask(_ cache: LoadingCache<Int, String>, _ key: Int) async throws -> String? {
        try await cache.value(of: key) { [self] in try await load(key) }
    }

    private func load(_ key: Int) async throws -> String? {
        let (value, fails, isHeld, ready) = state.withLock { state in
            state.loads += 1
            let loads = state.loads
            let ready = state.watchers.filter { $0.loads <= loads }
            state.watchers.removeAll { $0.loads <= loads }
            return (state.values[key], state.fails, state.isHeld, ready)
        }
        for watcher in ready { watcher.continuation.resume() }
        if isHeld {
            await withCheckedContinuation { continuation in
                let open = state.withLock { state in
                    if !state.isHeld { return true }
                    state.held.append(continuation)
                    return false
                }
                if open { continuation.resume() }
            }
        }
        if fails { throw Broken() }
        return value
    }
}
