/// Runs the tests, all of them or those that match, and counts them.
struct Test: Command {
    let name = "test"
    let usage = "test [--filter X]"
    let summary = "install what is missing, build, and run every test; the closing line counts them"

    func run(_ arguments: inout Arguments) throws(Failure) {
        let filter = try arguments.value(of: "--filter")
        try arguments.finish()
        let workspace = try Workspace()
        try Requirement.meet(Requirement.testing)
        try Build(workspace).everything()
        try test(workspace, filter: filter)
    }

    /// The tests as they are built.
    func test(_ workspace: Workspace, filter: String?) throws(Failure) {
        let python = try Checkers(workspace: workspace).prepare()
        var (status, events) = (Int32(0), "")
        for run in filter.map({ [TestRun(filter: $0)] }) ?? TestKind.allCases.map({ TestRun($0) }) {
            Terminal.announce("testing \(run.filter)")
            let ended = try run.run(workspace, python: python)
            status = max(status, ended.status)
            events += ended.events
        }
        let report = TestReport(events)
        Terminal.say(report.table)
        let good = status == 0 && report.failed == 0 && report.passed > 0
        if !good { Terminal.complain("the test run ended with status \(status)") }
        Terminal.say(report.closingLine)
        if !good { throw Failure.alreadyTold }
    }
}
