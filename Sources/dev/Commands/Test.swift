import Foundation

/// Runs the tests, all of them or those that match, and counts them.
struct Test: Command {
    let name = "test"
    let usage = "test [--filter X]"
    let summary = "install what is missing, build, and run every test; the closing line counts them"

    func run(_ arguments: inout Arguments) throws(Failure) {
        let filter = try arguments.value(of: "--filter")
        try arguments.finish()
        let workspace = try Workspace()
        try Requirement.meet(Requirement.running + [.curl])
        try Build(workspace).everything()
        try test(workspace, filter: filter)
    }

    /// The tests as they are built.
    func test(_ workspace: Workspace, filter: String?) throws(Failure) {
        let python = try Checkers(workspace: workspace).prepare()
        let place = try workspace.scratch("test")
        defer { try? FileManager.default.removeItem(atPath: place) }  // it is only our own
        let events = place + "/events.jsonl"
        var words = ["swift", "test", "--skip-build", "--disable-xctest"]
        words += ["--event-stream-version", TestReport.version, "--event-stream-output-path", events]
        if let filter { words += ["--filter", filter] }
        let status = try Tool(words).with(python.map { ["HERALD_CHECKERS": $0] } ?? [:]).at(workspace.root).start(input: .nothing).wait()
        // No file: the run ended before its first test.
        let report = TestReport((try? workspace.read(events)) ?? "")
        Terminal.say(report.table)
        let good = status == 0 && report.failed == 0 && report.passed > 0
        if !good { Terminal.complain("the test run ended with status \(status)") }
        Terminal.say(report.closingLine)
        if !good { throw Failure.alreadyTold }
    }
}
