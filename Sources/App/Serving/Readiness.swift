import Core
import Database

/// Whether the server takes requests: it has started, is not stopping, and reaches its database.
final class Readiness: Sendable {
    private let database: Database
    private let isUp = Lock(false)

    init(database: Database) { self.database = database }

    func set(_ isUp: Bool) { self.isUp.withLock { $0 = isUp } }

    /// Asks the database, so it takes as long as that takes, at most the second that a connection is waited for and a statement's time.
    func isReady() async -> Bool {
        guard isUp.withLock({ $0 }) else { return false }
        do {
            try await database.check()
            return true
        } catch {
            return false
        }
    }
}
