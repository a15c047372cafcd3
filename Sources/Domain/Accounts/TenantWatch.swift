package import Core
package import Database

/// Tells whoever serves a tenant for long, as a stream does, that the tenant is served no longer: it was suspended, or closed.
///
/// One statement a second for all tenants that are watched in this process, and one when a tenant was changed somewhere.
package final class TenantWatch: Service {
    /// How often it looks, however silent the bells are.
    package static let interval: Duration = .seconds(1)

    package let name = "tenant watch"
    private let database: Database
    private let worker: Worker
    private let waiting: Lock<Waiting>

    private struct Waiting {
        var continuations: [TenantID: [UInt64: CheckedContinuation<Void, Never>]] = [:]
        var made: UInt64 = 0
    }

    /// A watch over the tenants of that database.
    package init(database: Database, doorbell: Doorbell, runtime: Runtime) {
        let waiting = Lock(Waiting())
        self.database = database
        self.waiting = waiting
        worker = Worker(name, doorbell: doorbell, topic: Accounts.changed, poll: Self.interval, longestBackoff: Self.interval, runtime: runtime) {
            try await Self.look(database, waiting)
            return 0
        }
    }

    package func start() async throws { try await worker.start() }

    package func stop() async { await worker.stop() }

    /// Returns once the tenant is served no longer, within a second of it, or once the task is cancelled.
    package func end(of tenant: TenantID) async {
        let number = waiting.withLock { waiting in
            waiting.made += 1
            return waiting.made
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                waiting.withLock { $0.continuations[tenant, default: [:]][number] = continuation }
                // Whoever was cancelled before that was not found by the handler.
                if Task.isCancelled { forget(tenant, number) }
            }
        } onCancel: {
            forget(tenant, number)
        }
    }

    private func forget(_ tenant: TenantID, _ number: UInt64) {
        let continuation = waiting.withLock { waiting in
            let continuation = waiting.continuations[tenant]?.removeValue(forKey: number)
            if waiting.continuations[tenant]?.isEmpty == true { waiting.continuations[tenant] = nil }
            return continuation
        }
        continuation?.resume()
    }

    private static func look(_ database: Database, _ waiting: Lock<Waiting>) async throws {
        let watched = waiting.withLock { Array($0.continuations.keys) }
        guard !watched.isEmpty else { return }
        let active = try await database.system { tx in try ManagementStore.active(among: watched, in: tx) }
        let ended = waiting.withLock { waiting in
            watched.filter { !active.contains($0) }.flatMap { tenant in waiting.continuations.removeValue(forKey: tenant)?.values.map(\.self) ?? [] }
        }
        for continuation in ended { continuation.resume() }
    }
}
