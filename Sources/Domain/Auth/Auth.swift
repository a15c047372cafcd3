package import Contracts
package import Core
import Crypto
package import Database

/// Admits callers by their API keys, by the access tokens of people and by tokens for one stream; issues, lists, changes and revokes these.
///
/// Owns   auth.api_key, auth.digest, auth.session_token, auth.stream_token, auth.revision
/// Says   –
/// Hears  –
/// Needs  TenantDirectory, LimitGate, AuditTrail
package final class Auth: Service {
    /// How many admissions a process remembers, and how many credentials that admit nobody.
    package static let cacheLimit = 100_000
    /// How long an admission is remembered at most. A revocation does not wait for it.
    package static let cacheLifetime: Duration = .seconds(60)
    /// How long it is remembered that a credential admits nobody.
    package static let absenceLifetime: Duration = .seconds(5)
    /// How often every process looks whether anything was revoked.
    package static let lookInterval: Duration = .milliseconds(400)
    /// How long after such a look admissions that are remembered count: what is revoked ends on every node within this time.
    package static let lookLifetime: Duration = .seconds(1)
    /// How often it is written which keys were used.
    package static let lastUsesInterval: Duration = .seconds(30)
    /// Of how many keys a process notes between two writings that they were used.
    package static let lastUsesLimit = 50_000
    /// How many keys one statement says it of.
    package static let lastUsesBatch = 5000
    /// How many refused credentials of tenants are noted between two writings.
    package static let refusalsLimit = 1000
    /// How often they are written down.
    package static let refusalsInterval: Duration = .seconds(2)
    /// How often what is over is swept.
    package static let sweepInterval: Duration = .seconds(60)
    /// How long after its end a thing is swept: the nodes' clocks differ.
    package static let sweepDelay: Duration = .seconds(60)
    /// How many things of a kind one statement sweeps.
    package static let sweepBatch = 1000

    package let name = "auth"
    let database: Database
    let tenants: any TenantDirectory
    let limits: any LimitGate
    let trail: any AuditTrail
    let runtime: Runtime
    /// Whom credentials admit, by the digest of 256 random bits: how long a look-up takes tells nothing about any credential.
    let admissions: RevisedCache<SHA256Digest, Admission>
    let lastUses: LastUses
    let refusals: Refusals
    private let workers: [Worker]

    /// Auth over that database; suspended tenants are known by `tenants`, and how many keys a tenant may have by `limits`.
    package init(database: Database, tenants: any TenantDirectory, limits: any LimitGate, trail: any AuditTrail, runtime: Runtime) {
        let admissions = RevisedCache<SHA256Digest, Admission>(
            limit: Self.cacheLimit, lifetime: Self.cacheLifetime, absenceLifetime: Self.absenceLifetime, lookLifetime: Self.lookLifetime,
            database: database, clock: runtime.clock
        ) { tx in try RevisionStore.number(in: tx) }
        let lastUses = LastUses(database: database, runtime: runtime)
        let refusals = Refusals(database: database, trail: trail)
        self.database = database
        self.tenants = tenants
        self.limits = limits
        self.trail = trail
        self.runtime = runtime
        self.admissions = admissions
        self.lastUses = lastUses
        self.refusals = refusals
        workers = [
            // It looks on at the same pace while the database is away: requests ask it themselves until it is there again.
            Worker("revocations", poll: Self.lookInterval, longestBackoff: Self.lookInterval, runtime: runtime) {
                try await admissions.look()
                return 0
            },
            Worker("last uses", poll: Self.lastUsesInterval, runtime: runtime) {
                try await lastUses.write()
                return 0
            },
            Worker("refused credentials", poll: Self.refusalsInterval, runtime: runtime) {
                try await refusals.write()
                return 0
            },
            Worker("ended tokens", poll: Self.sweepInterval, runtime: runtime) {
                try await database.system { tx in
                    try TokenStore.sweep(Self.sweepBatch, endedBefore: runtime.clock.now - Self.sweepDelay, in: tx)
                }
            },
        ]
    }

    /// Begins to look for what is revoked elsewhere.
    package func start() async throws {
        for worker in workers { try await worker.start() }
    }

    /// Looks no more, and writes what is still to be written.
    package func stop() async {
        for worker in workers { await worker.stop() }
        do {
            try await lastUses.write()
            try await refusals.write()
        } catch {
            runtime.log.warning("last uses of keys, or refusals, are lost", ["error": .string(String(reflecting: error))])
        }
    }
}
