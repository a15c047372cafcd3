package import Core

extension Runtime {
    /// A runtime for tests: the machine's clock and ids unless others are handed in, and a log that is kept rather than printed.
    package static func testing(
        clock: any Clock = SystemClock(), ids: (any IDSource)? = nil, log: CapturedLog = CapturedLog(), failpoints: Failpoints = .none
    ) -> Runtime {
        Runtime(clock: clock, ids: ids, log: Log(level: .debug, clock: clock, sink: log), failpoints: failpoints)
    }
}
