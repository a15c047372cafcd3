import Testing

@testable import Database

/// What the migrator refuses before it touches anything.
@Suite struct MigratorTests {
    private func step(_ version: Int, _ name: String, _ checksum: String = "a") -> Migrator.Applied {
        Migrator.Applied(version: version, name: name, checksum: checksum)
    }

    private func pending(_ known: [Migrator.Applied], _ applied: [Migrator.Applied]) throws -> [String] {
        try Migrator.pending(known: known, applied: applied).map(\.name)
    }

    @Test func `what is not applied yet is applied in order`() throws {
        #expect(try pending([step(1, "0001_a"), step(2, "0002_b"), step(4, "0004_c")], [step(1, "0001_a")]) == ["0002_b", "0004_c"])
    }

    @Test func `a migration that was changed after it was applied is refused`() {
        #expect(throws: MigrationError.changed("0001_a")) { try pending([step(1, "0001_a", "b")], [step(1, "0001_a", "a")]) }
    }

    @Test func `a migration of a newer program is refused`() {
        #expect(throws: MigrationError.unknown("0002_b")) { try pending([step(1, "0001_a")], [step(1, "0001_a"), step(2, "0002_b")]) }
    }

    @Test func `a migration that is missing in the middle is refused`() {
        #expect(throws: MigrationError.missing("0002_b")) {
            try pending([step(1, "0001_a"), step(2, "0002_b"), step(3, "0003_c")], [step(1, "0001_a"), step(3, "0003_c")])
        }
    }

    @Test(arguments: ["1_a", "0001", "0000_zero", "abcd_a", "+001_a"])
    func `a file that is not named by number and words is refused`(name: String) {
        #expect(throws: MigrationError.misnamed(name)) { try Migrator.ordered([Migration(name: name, sql: "")]) }
    }

    @Test func `a number that comes twice is refused`() {
        #expect(throws: MigrationError.misnamed("0001_b")) {
            try Migrator.ordered([Migration(name: "0001_a.sql", sql: ""), Migration(name: "0001_b.sql", sql: "")])
        }
    }
}
