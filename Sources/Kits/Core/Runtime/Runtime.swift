/// What every part is handed instead of reaching for a global: time, ids, chance, the log, the metrics, and the failpoints.
package struct Runtime: Sendable {
    /// What time it is.
    package let clock: any Clock
    /// Where ids come from.
    package let ids: any IDSource
    /// Where randomness comes from.
    package let chance: any Chance
    /// Where facts are written for operators.
    package let log: Log
    /// Where figures are counted for operators.
    package let metrics: Metrics
    /// Where tests may break things.
    package let failpoints: Failpoints

    /// Puts a runtime together; the defaults are those of production.
    package init(
        clock: any Clock = SystemClock(), ids: (any IDSource)? = nil, chance: any Chance = SystemChance(), log: Log,
        metrics: Metrics = Metrics(), failpoints: Failpoints = .none
    ) {
        self.clock = clock
        self.ids = ids ?? SystemIDSource(clock: clock)
        self.chance = chance
        self.log = log
        self.metrics = metrics
        self.failpoints = failpoints
    }
}
