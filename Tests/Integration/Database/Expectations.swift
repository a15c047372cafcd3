import Database
import Testing

/// Expects PostgreSQL to refuse with that SQLSTATE.
func expectRefusal(
    _ sqlState: String, sourceLocation: SourceLocation = #_sourceLocation, _ body: () async throws -> some Any
) async {
    await expectCode(.refused(sqlState: sqlState), sourceLocation: sourceLocation, body)
}

/// Expects a `DatabaseError` of that code.
func expectCode(
    _ code: DatabaseError.Code, sourceLocation: SourceLocation = #_sourceLocation, _ body: () async throws -> some Any
) async {
    do {
        _ = try await body()
        Issue.record("nothing was thrown", sourceLocation: sourceLocation)
    } catch {
        #expect((error as? DatabaseError)?.code == code, "\(String(reflecting: error))", sourceLocation: sourceLocation)
    }
}
