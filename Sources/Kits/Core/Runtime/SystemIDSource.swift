/// UUIDs of version 7 (RFC 9562, section 5.7): 48 bits of milliseconds, 12 bits of counter, 62 bits of chance.
///
/// Ascending within the process: within one millisecond the counter grows, and when it is used up the millisecond is borrowed from the
/// future. Ids are names, not secrets; their chance comes from a generator seeded by the operating system.
package final class SystemIDSource: IDSource {
    private struct State {
        var millisecond: UInt64 = 0
        var counter: UInt64 = 0
        var generator: SplitMix64
    }

    private let clock: any Clock
    private let state: Lock<State>

    /// Makes a source that reads the given clock.
    package init(clock: any Clock) {
        self.clock = clock
        var system = SystemRandomNumberGenerator()
        state = Lock(State(generator: SplitMix64(seed: system.next())))
    }

    package func next<Kind>(_ kind: Kind.Type) -> ID<Kind> {
        let halves = nextHalves()
        return ID(high: halves.0, low: halves.1)
    }

    /// Without the kind: what is generic inside a lock costs three times as much.
    private func nextHalves() -> (UInt64, UInt64) {
        let now = UInt64(max(0, clock.now.milliseconds))
        return state.withLock { state in
            if now > state.millisecond {
                state.millisecond = now
                state.counter = state.generator.next() & 0xFF
            } else {
                state.counter += 1
                if state.counter > 0xFFF {
                    state.millisecond += 1
                    state.counter = 0
                }
            }
            let high = state.millisecond << 16 | 0x7000 | state.counter
            let low = state.generator.next() >> 2 | 0x8000_0000_0000_0000
            return (high, low)
        }
    }
}

/// Sebastiano Vigna's SplitMix64: small, fast, and good enough where nobody gains from guessing.
package struct SplitMix64: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// Starts the sequence that belongs to `seed`.
    package init(seed: UInt64) { state = seed }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}
