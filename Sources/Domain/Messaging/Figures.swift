package import Contracts
import Core
import Database

/// Counting what became of an instance's messages, for whoever judges by it.
extension Messaging: MessageFigures {
    /// How long figures are remembered, so that asking again and again costs nothing.
    package static let figuresLifetime: Duration = .seconds(60)
    /// Of how many instances they are.
    static let figuresKept = 1024

    package func history(of instance: InstanceReference) async throws -> MessageHistory {
        let count: @Sendable () async throws -> MessageHistory = { [database, clock = runtime.clock] in
            let now = clock.now
            return try await database.read(as: instance.tenant) { tx in try FigureStore.history(of: instance, at: now, in: tx) }
        }
        if let history = try await figures.value(of: instance, orLoad: count) { return history }
        // Only what is absent is remembered as nil, and a count never is.
        return try await count()
    }
}
