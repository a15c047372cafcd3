import Foundation

/// Counts the tests of a run from Swift Testing's event stream. A test is a test function; one with arguments is one test that
/// fails if any of its cases does, and its cases are counted beside. A test that began and did not end has failed. A suite is no test, but one
/// that failed itself counts as a failure: what it should have run was not run.
struct TestReport: Sendable {
    /// The version of the stream that is read here.
    static let version = "6.3"

    private var began: Set<String> = []
    private var ended: Set<String> = []
    private var broken: Set<String> = []
    private var brokenSuites: Set<String> = []
    private var skipped: Set<String> = []
    private var cases: [String: Int] = [:]

    init(_ stream: String) {
        var functions: Set<String> = []
        for line in stream.split(separator: "\n") {
            // The last line of a run that was killed may be half a line.
            guard let record = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any],
                let payload = record["payload"] as? [String: Any]
            else { continue }
            if record["kind"] as? String == "test" {
                if payload["kind"] as? String == "function", let id = payload["id"] as? String { functions.insert(id) }
            } else if let id = payload["testID"] as? String {
                if functions.contains(id) { take(payload, of: id) } else if Self.isFailure(payload) { brokenSuites.insert(id) }
            }
        }
    }

    private mutating func take(_ event: [String: Any], of id: String) {
        switch event["kind"] as? String {
        case "testStarted": began.insert(id)
        case "testEnded": ended.insert(id)
        case "testSkipped": skipped.insert(id)
        case "testCaseStarted": cases[id, default: 0] += 1
        case "issueRecorded": if Self.isFailure(event) { broken.insert(id) }
        default: break
        }
    }

    private static func isFailure(_ event: [String: Any]) -> Bool {
        guard event["kind"] as? String == "issueRecorded" else { return false }
        let issue = event["issue"] as? [String: Any] ?? [:]
        return issue["isFailure"] as? Bool ?? true
    }

    private var failures: Set<String> { broken.union(began.subtracting(ended)).union(brokenSuites) }
    var failed: Int { failures.count }
    var passed: Int { began.subtracting(failures).count }

    var closingLine: String { "\(passed) passed, \(failed) failed" }

    /// The counts by kind, and what failed or was left out by name.
    var table: String {
        let row = { (cells: [String]) in cells.map { $0.padding(toLength: 14, withPad: " ", startingAt: 0) }.joined() }
        var lines = ["", row(["kind", "tests", "with cases", "failed"])]
        for kind in TestKind.allCases {
            let tests = began.filter { TestKind(ofTest: $0) == kind }
            let cases = tests.reduce(0) { $0 + max(1, self.cases[$1] ?? 1) }
            lines.append(row([kind.rawValue] + [tests.count, cases, failures.count { TestKind(ofTest: $0) == kind }].map(String.init)))
        }
        lines += failures.sorted().map { "failed: \($0)" + (ended.contains($0) || brokenSuites.contains($0) ? "" : " (did not end)") }
        lines += skipped.sorted().map { "skipped: \($0)" }
        return lines.joined(separator: "\n")
    }
}
