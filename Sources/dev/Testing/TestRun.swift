import Foundation

/// One process of tests, on our streams. A process for each kind, so that a crash costs the tests of its kind only.
struct TestRun: Sendable {
    /// How long one process of tests may take. A test that hangs is named as one that did not end, and the others are counted.
    static let limit: TimeInterval = 9 * 60

    /// What Swift Testing matches against `Target.Suite/test()`.
    let filter: String
    /// How many tests at a time. Without a limit all of them begin at once, and wait for one another until their deadlines pass.
    let width: Int

    init(_ kind: TestKind) {
        filter = "^\\w*\(kind.rawValue)Tests\\."
        // The end-to-end ones start servers and databases of their own.
        width = ProcessInfo.processInfo.activeProcessorCount * (kind == .endToEnd ? 1 : 2)
    }

    init(filter: String) {
        self.filter = filter
        width = ProcessInfo.processInfo.activeProcessorCount
    }

    /// Runs them: the status, and Swift Testing's event stream.
    func run(_ workspace: Workspace, python: String?) throws(Failure) -> (status: Int32, events: String) {
        let place = try workspace.scratch("test")
        defer { try? FileManager.default.removeItem(atPath: place) }  // it is only our own
        let events = place + "/events.jsonl"
        let words = [
            "swift", "test", "--skip-build", "--disable-xctest", "--filter", filter, "--experimental-maximum-parallelization-width", String(width),
            "--event-stream-version", TestReport.version, "--event-stream-output-path", events,
        ]
        let tool = Tool(words).with(python.map { ["HERALD_CHECKERS": $0] } ?? [:]).at(workspace.root)
        let status = try tool.start(input: .nothing).wait(within: Self.limit)
        // No file: the process ended before its first test.
        return (status, (try? workspace.read(events)) ?? "")
    }
}
