import Contracts
import Core
import Database
import Events

extension Billing {
    /// How many warnings one transaction tells.
    package static let warningsBatch = 100
    /// How often it is looked whether anybody is to be warned.
    package static let warningInterval: Duration = .seconds(1)

    /// Records the events of warnings that nobody was told of; how many they were. The warnings themselves were written when messages were counted.
    package func warn() async throws -> Int {
        let ids: [EventID] = (0..<Self.warningsBatch).map { _ in runtime.ids.next() }
        return try await database.system { [outbox] tx in
            let warnings = try WarningStore.take(ids, in: tx)
            for warning in warnings { try outbox.record(warning, in: tx) }
            return warnings.count
        }
    }
}
