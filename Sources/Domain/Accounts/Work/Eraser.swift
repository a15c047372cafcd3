import Contracts
import Core
import Database

/// Erases closed tenants, a bounded number of rows in a transaction, until nothing is left.
///
/// Where it stands is in the tables themselves: what is gone is gone, so a process that dies leaves nothing to clean up, and any other goes on.
/// Of several processes each has another tenant.
final class Eraser: Sendable {
    /// How many tenants that could not be erased are left aside at once.
    private static let asideLimit = 100

    /// A holding could not erase what it has of a tenant, or not yet.
    private struct Stuck: Error {
        let tenant: TenantID
        let cause: any Error
    }

    private let database: Database
    private let runtime: Runtime
    /// Tenants that could not be erased, and until when they are left alone.
    private let aside: Lock<[TenantID: Duration]> = Lock([:])

    init(database: Database, runtime: Runtime) {
        self.database = database
        self.runtime = runtime
    }

    /// Erases one portion of what the holdings have, in their order; how many rows that were, 0 when there is nothing to erase.
    func turn(_ holdings: [any TenantHolding]) async throws -> Int {
        let closedUntil = runtime.clock.now - Accounts.erasureDelay
        let others = leftAside()
        do {
            return try await database.system { tx in
                guard let tenant = try ErasureStore.claim(closedUntil: closedUntil, except: others, in: tx) else { return 0 }
                do {
                    return try erase(tenant, of: holdings, in: tx)
                } catch {
                    throw Stuck(tenant: tenant, cause: error)
                }
            }
        } catch let stuck as Stuck {
            if case Problem.unavailable(let seconds) = stuck.cause {
                // A holding still waits for something outside the database.
                putAside(stuck.tenant, for: .seconds(seconds))
                return 1
            }
            // The database's own troubles are not the tenant's.
            guard Problem(stuck.cause) == nil else { throw stuck.cause }
            runtime.log.error(
                "tenant not erased", ["tenant": .string(stuck.tenant.description), "error": .string(String(reflecting: stuck.cause))])
            putAside(stuck.tenant, for: Accounts.erasureRetry)
            return 1
        }
    }

    /// What the first has that has anything; so the last, whose own end is the tenant's, is asked
    /// only where in one and the same transaction nobody else has anything.
    private func erase(_ tenant: TenantID, of holdings: [any TenantHolding], in tx: borrowing Transaction) throws -> Int {
        for holding in holdings {
            let erased = try holding.erase(Accounts.erasurePortion, of: tenant, in: tx)
            if erased > 0 { return erased }
        }
        return 0
    }

    private func leftAside() -> [TenantID] {
        let now = runtime.clock.monotonic
        return aside.withLock { aside in
            aside = aside.filter { $0.value > now }
            return Array(aside.keys)
        }
    }

    private func putAside(_ tenant: TenantID, for duration: Duration) {
        let until = runtime.clock.monotonic + duration
        aside.withLock { aside in
            if aside.count >= Self.asideLimit { aside.removeAll() }
            aside[tenant] = until
        }
    }
}
