/// Tells which items of the documents that Herald speaks are covered by a test.
struct Contract: Command {
    let name = "contract"
    let usage = "contract [section …]"
    let summary = "which items of the dialects' documents tests cover, and why not the others; sections by the beginning of their title"

    func run(_ arguments: inout Arguments) throws(Failure) {
        let prefixes = arguments.rest()
        let report = try ContractReport(try Workspace())
        Terminal.say(report.table(of: prefixes))
        guard report.faults.isEmpty else { throw Failure(report.faults.joined(separator: "\n")) }
    }
}
