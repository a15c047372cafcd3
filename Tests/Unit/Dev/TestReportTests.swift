import Testing

@testable import dev

/// The closing line of `swift run dev test` is only worth what this counts.
@Suite struct TestReportTests {
    private static func test(_ id: String) -> String { #"{"kind":"test","payload":{"id":"\#(id)","kind":"function"}}"# }
    private static func event(_ kind: String, _ id: String, _ more: String = "") -> String {
        #"{"kind":"event","payload":{"kind":"\#(kind)","testID":"\#(id)"\#(more)}}"#
    }
    private static let failure = #","issue":{"isFailure":true}"#

    @Test func `a test counts once, whatever it is tried with, and its cases are counted beside`() {
        let id = "CoreUnitTests.JSON/reads(_:)"
        let lines = [Self.test(id), Self.event("testStarted", id)] + Array(repeating: Self.event("testCaseStarted", id), count: 3)
        let report = TestReport((lines + [Self.event("testEnded", id)]).joined(separator: "\n"))
        #expect(report.closingLine == "1 passed, 0 failed")
        #expect(row("Unit", of: report) == ["Unit", "1", "3", "0"])
    }

    @Test func `a test with a failing case has failed, one with a known issue has not`() {
        let (bad, known) = ("CoreUnitTests.A/bad()", "MessagingIntegrationTests.A/known()")
        let report = TestReport(
            [
                Self.test(bad), Self.test(known), Self.event("testStarted", bad), Self.event("testStarted", known),
                Self.event("issueRecorded", bad, Self.failure), Self.event("issueRecorded", known, #","issue":{"isFailure":false}"#),
                Self.event("testEnded", bad), Self.event("testEnded", known),
            ].joined(separator: "\n"))
        #expect(report.closingLine == "1 passed, 1 failed")
        #expect(row("Unit", of: report) == ["Unit", "1", "1", "1"])
        #expect(row("Integration", of: report) == ["Integration", "1", "1", "0"])
    }

    @Test func `a test that began and never ended has failed, and half a line is no line`() {
        let id = "EndToEndTests.Crash/kills()"
        let report = TestReport([Self.test(id), Self.event("testStarted", id), #"{"kind":"event","payl"#].joined(separator: "\n"))
        #expect(report.closingLine == "0 passed, 1 failed")
        #expect(report.table.contains("\(id) (did not end)"))
    }

    @Test func `a suite that failed itself is a failure: its tests were not run`() {
        let (suite, id) = ("NativeContractTests.Exchanges", "NativeContractTests.Exchanges/plays()")
        let report = TestReport(
            [
                #"{"kind":"test","payload":{"id":"\#(suite)","kind":"suite"}}"#, Self.test(id), Self.event("testStarted", suite),
                Self.event("issueRecorded", suite, Self.failure), Self.event("testEnded", suite),
            ].joined(separator: "\n"))
        #expect(report.closingLine == "0 passed, 1 failed")
        #expect(row("Contract", of: report) == ["Contract", "0", "0", "1"])
        #expect(report.table.contains("failed: \(suite)\n") || report.table.hasSuffix("failed: \(suite)"))
    }

    @Test func `suites and skipped tests are not counted, and what is skipped is named`() {
        let (suite, id) = ("CoreUnitTests.JSON", "CoreUnitTests.JSON/suite()")
        let report = TestReport(
            [
                #"{"kind":"test","payload":{"id":"\#(suite)","kind":"suite"}}"#, Self.test(id), Self.event("testStarted", suite),
                Self.event("testSkipped", id), Self.event("testEnded", suite),
            ].joined(separator: "\n"))
        #expect(report.closingLine == "0 passed, 0 failed")
        #expect(report.table.contains("skipped: \(id)"))
    }

    private func row(_ kind: String, of report: TestReport) -> [String]? {
        report.table.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }.first { $0.first == kind }
    }
}
