import Contracts
import Core
import Database

/// Collects credentials that were refused though they belong to a tenant, and writes them down for all at once: a refusal costs no query.
///
/// Each credential is kept once with how often it was shown; beyond the limit further ones are left out. How many a trail takes in an hour is
/// its own to limit.
final class Refusals: Sendable {
    /// Why one was refused.
    enum Reason: String, Sendable { case expired, otherTenant = "other_tenant", suspended }

    private struct Shown: Hashable {
        let tenant: TenantID
        let subject: String?
        let reason: Reason
    }

    /// How often, and of the first time from where and with which request.
    private struct Times {
        let first: First?
        var count: Int64
    }

    /// What is kept of a request: not the request, which holds what was sent.
    private final class First: RequestFacts {
        let requestID: RequestID
        let clientAddress: String

        init(_ facts: any RequestFacts) { (requestID, clientAddress) = (facts.requestID, facts.clientAddress) }
    }

    private let database: Database
    private let trail: any AuditTrail
    private let collected = Lock<[Shown: Times]>([:])

    init(database: Database, trail: any AuditTrail) {
        self.database = database
        self.trail = trail
    }

    /// Notes that the caller's credentials were refused.
    func note(_ caller: Caller, _ reason: Reason) {
        let impersonation = caller.impersonation.map { "impersonation:\($0)" }
        let subject = impersonation ?? caller.key.map { "key:\($0)" } ?? caller.person.map { "person:\($0)" }
        let shown = Shown(tenant: caller.tenant, subject: subject, reason: reason)
        let isNew = collected.withLock { collected in
            collected[shown]?.count += 1
            return collected[shown] == nil && collected.count < Auth.refusalsLimit
        }
        guard isNew else { return }
        let first = Origin.current.map { First($0.request) }
        collected.withLock { collected in
            guard collected[shown] == nil, collected.count < Auth.refusalsLimit else { return }
            collected[shown] = Times(first: first, count: 1)
        }
    }

    /// Writes what was collected. What cannot be written is lost: nobody may fill the memory with it.
    func write() async throws {
        let collected = collected.withLock { collected in
            defer { collected = [:] }
            return collected
        }
        for (shown, times) in collected {
            let origin = times.first.map { Origin(actor: .anybody, request: $0) }
            try await Origin.$current.withValue(origin) {
                try await database.system { tx in
                    let after: JSON = ["reason": .string(shown.reason.rawValue), "times": .integer(times.count)]
                    try trail.record(AuditEntry(.credentialsRefused, shown.subject, of: shown.tenant, after: after), in: tx)
                }
            }
        }
    }
}
