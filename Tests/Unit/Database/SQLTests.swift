import Core
import Testing

@testable import Database

/// Statements: what is text, what is bound.
@Suite struct SQLTests {
    private let id = ID<Tenant>(high: 1, low: 2)

    @Test func `values become binds and never text`() {
        let name = "'; DROP TABLE tenant; --"
        let sql: SQL = "SELECT 1 FROM tenant WHERE id = \(id) AND name = \(name)"
        #expect(sql.text == "SELECT 1 FROM tenant WHERE id = $1 AND name = $2")
        #expect(sql.binds.types == [2950, 25])
        #expect(sql.binds.bytes.suffix(name.utf8.count) == Array(name.utf8)[...])
    }

    @Test func `a piece of a statement brings its binds along and is numbered anew`() {
        let condition: SQL = "AND due_at < \(Instant(seconds: 5)) AND state = \("queued")"
        let columns: StaticString = "id, name"
        let sql: SQL = "SELECT \(raw: columns) FROM message WHERE id = \(id) \(condition) LIMIT \(10)"
        #expect(sql.text == "SELECT id, name FROM message WHERE id = $1 AND due_at < $2 AND state = $3 LIMIT $4")
        #expect(sql.binds.count == 4)
    }

    @Test func `nil is bound as NULL of its type`() {
        let sql: SQL = "SELECT \(String?.none)"
        #expect(sql.binds.types == [25])
        #expect(sql.binds.lengths == [-1])
    }

    @Test func `an array has PostgreSQL's binary form`() {
        let sql: SQL = "SELECT \([Int32(1), nil, 3])"
        #expect(sql.binds.types == [1007])
        let expected: [UInt8] = [
            0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 23, 0, 0, 0, 3, 0, 0, 0, 1,
            0, 0, 0, 4, 0, 0, 0, 1, 255, 255, 255, 255, 0, 0, 0, 4, 0, 0, 0, 3,
        ]
        #expect(sql.binds.bytes == expected)
    }

    @Test func `an empty array has no dimension`() {
        let sql: SQL = "SELECT \([String]())"
        #expect(sql.binds.bytes == [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 25])
    }
}
