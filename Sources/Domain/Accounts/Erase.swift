package import Core
import Database

extension Accounts {
    /// How long after a tenant was closed its rows begin to go: until then whatever is outside the database is told, its phones first of all.
    package static let erasureDelay: Duration = .seconds(60)
    /// How many rows go in one transaction, about.
    package static let erasurePortion = 500
    /// How soon a tenant that could not be erased is tried again.
    package static let erasureRetry: Duration = .seconds(60)
    /// How often it is looked whether there is something to erase.
    private static let erasureInterval: Duration = .seconds(5)

    /// What must run so that closed tenants are erased.
    package func services(executor: (any TaskExecutor)?) -> [any Service] {
        [Worker("accounts.erase", poll: Self.erasureInterval, executor: executor, runtime: runtime) { [self] in try await erase() }]
    }

    /// Erases one portion of what is to be erased; how many rows that were, 0 when there is nothing.
    package func erase() async throws -> Int {
        try await eraser.turn(holdings + [self])
    }
}
