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
        var rest = collected.withLock { collected in
            defer { collected = [:] }
            return collected.map { (key: $0, use: $1) }[...]
        }
        for (_, use) in rest { use.mark.note(false) }
        while !rest.isEmpty {
            let batch = rest.prefix(Auth.lastUsesBatch).map { KeyStore.LastUse(tenant: $0.use.tenant, key: $0.key, at: $0.use.at) }
            do {
                try await database.system { tx in try KeyStore.used(batch, in: tx) }
            } catch {
                keep(rest)
                throw error
            }
            rest = rest.dropFirst(batch.count)
        }
    }

    private func keep(_ rest: ArraySlice<(key: KeyID, use: Use)>) {
        collected.withLock { collected in
            // What was used again since is known better there.
            collected.merge(rest.prefix(max(0, Auth.lastUsesLimit - collected.count)).map { $0 }) { newer, _ in newer }
        }
    }
}

extension Instant {
    /// The minute that it lies in.
    fileprivate var wholeMinute: Instant { Instant(seconds: seconds - seconds % 60) }
}
