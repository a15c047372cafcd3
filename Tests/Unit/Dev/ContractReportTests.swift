import Testing

@testable import dev

/// Which items of the documents are covered by tests.
@Suite struct ContractReportTests {
    @Test func `tags of tests and comments of exchanges name items`() {
        let source = "@Test(.tags(.FS1_20, .MF_4), arguments: [1]) func `x`() {}\n// .tags is a word, FS9_99 is none\n"
        #expect(ContractCoverage.tags(in: source) == ["FS1-20", "MF-4"])
        let exchange = "# The first lines (FS2-31), and GS-20.\n# Also MFX-01\nGiven: a tenant\n# not here: FQ-01\n"
        #expect(ContractCoverage.ids(inHeadOf: exchange) == ["FS2-31", "GS-20", "MFX-01"])
    }

    @Test func `a line that is no item is refused`() {
        #expect(throws: Failure.self) { try ContractList("# A\nFS1-01\tS\tno last column") }
        #expect(throws: Failure.self) { try ContractList("FS1-01\tS\tabove any section\t") }
    }

    @Test func `every item is covered by a test or says why it is not, and every tag is an item`() throws {
        let report = try ContractReport(try Workspace())
        #expect(report.list.items.count > 300)
        #expect(report.faults.isEmpty, "\(report.faults.joined(separator: "\n"))")
    }
}
