import Contracts
import Core
import Database

/// Collects which keys were used, and writes it for all of them at once: no request waits for it.
final class LastUses: Sendable {
    private struct Use {
        let tenant: TenantID
        let at: Instant
        let mark: KeyUse
    }

    private let database: Database
    private let runtime: Runtime
    private let collected = Lock<[KeyID: Use]>([:])

    init(database: Database, runtime: Runtime) {
        self.database = database
        self.runtime = runtime
    }

    /// Notes that the key was used just now. Beyond the limit a use is left out; the key's next one is another chance.
    func note(_ admission: Admission) {
        guard let mark = admission.use, mark.isNews, let key = admission.caller.key else { return }
        let use = Use(tenant: admission.caller.tenant, at: runtime.clock.now.wholeMinute, mark: mark)
        collected.withLock { collected in
            guard collected.count < Auth.lastUsesLimit || collected[key] != nil else { return }
            collected[key] = use
            mark.note(true)
        }
    }

    /// Writes what was collected. What cannot be written is kept for the next time.
    func write() async throws {
        var uses = collected.withLock { collected in
            defer { collected = [:] }
            return collected
        }
        for use in uses.values { use.mark.note(false) }
        while !uses.isEmpty {
            let batch = uses.prefix(Auth.lastUsesBatch)
            do {
                try await database.system { tx in
                    try KeyStore.used(batch.map { KeyStore.LastUse(tenant: $1.tenant, key: $0, at: $1.at) }, in: tx)
                }
            } catch {
                collected.withLock { collected in
                    // What was used again since is known better there.
                    collected.merge(uses.prefix(max(0, Auth.lastUsesLimit - collected.count)).map { $0 }) { newer, _ in newer }
                }
                throw error
            }
            for key in batch.map(\.key) { uses[key] = nil }
        }
    }
}

extension Instant {
    /// The minute that it lies in.
    fileprivate var wholeMinute: Instant { Instant(seconds: seconds - seconds % 60) }
}
