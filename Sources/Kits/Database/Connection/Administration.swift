import Core

/// Work outside the brackets that blocks, each time on a thread and a connection of its own: migrating, checking, caring for a cluster.
package enum Administration {
    /// The longest that a statement of administration may take.
    package static let limit: Duration = .seconds(60)

    /// The longest until a connection of administration must be usable; nobody's request waits for it.
    package static let connectTimeout: Duration = .seconds(15)

    /// Runs a script of any number of statements with the login's own rights. Never with anything from outside in it.
    package static func run(script: String, on settings: ConnectionSettings) async throws {
        try await run { try Wire.connect(settings, for: .administration).script(script, within: limit) }
    }

    /// Runs one statement with the login's own rights and reads its rows.
    package static func rows<Value: Sendable>(
        _ sql: SQL, on settings: ConnectionSettings, _ read: @escaping @Sendable (inout RowReader) throws -> Value
    ) async throws -> [Value] {
        try await run { try Wire.connect(settings, for: .administration).rows(sql, within: limit, read) }
    }

    /// Runs `body` on a new thread.
    static func run<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            Thread.start(name: "administration") {
                continuation.resume(with: Result(catching: body))
            }
        }
    }
}
