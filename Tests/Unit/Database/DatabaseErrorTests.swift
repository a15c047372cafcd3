import Testing

@testable import Database

/// What PostgreSQL's codes mean to a caller.
@Suite struct DatabaseErrorTests {
    @Test(arguments: [
        ("23505", DatabaseError.Code.constraint("key")), ("40001", .conflict), ("40P01", .conflict), ("57014", .cancelled),
        ("57P01", .unavailable(retryAfter: .seconds(1))), ("53100", .unavailable(retryAfter: .seconds(1))),
        ("08006", .unavailable(retryAfter: .seconds(1))), ("42501", .refused(sqlState: "42501")),
    ])
    func `a code says what a caller can do about it`(sqlState: String, code: DatabaseError.Code) {
        #expect(DatabaseError.from(sqlState: sqlState, constraint: "key", detail: "").code == code)
    }

    @Test func `what is shown to anyone holds nothing of PostgreSQL's words`() {
        let error = DatabaseError.from(sqlState: "23505", constraint: "key", detail: "duplicate +4917012345")
        #expect(!error.description.contains("4917012345"))
        #expect(error.debugDescription.contains("23505"))
    }
}
