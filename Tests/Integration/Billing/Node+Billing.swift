import Billing
import Contracts
import Core
import Database
import TestSupport

extension Node {
    /// Seconds until the day turns, as an answer would say it.
    var secondsLeft: Int { 86_400 - Int(clock.now.seconds % 86_400) }

    /// Counts messages as one request does.
    func reserve(_ messages: Int, for tenant: TenantID) async throws {
        let day = clock.now.day
        try await database.write(as: tenant) { tx in try billing.reserve(entry(messages), for: tenant, on: day, in: tx) }
    }

    /// Counts messages as a coalesced statement does.
    func reserve(amounts: [Int32], for tenant: TenantID) async throws -> [Bool] {
        let day = clock.now.day
        return try await database.write(as: tenant) { tx in
            let ids: [LedgerEntryID] = amounts.map { _ in runtime.ids.next() }
            return try tx.first(
                """
                SELECT coalesce(array_agg(used IS NOT NULL ORDER BY place), '{}')
                FROM unnest(\(raw: billing.reservation)(\(tenant), \(day), \(clock.now), 'accepted', \(ids), \(ids), \(amounts)))
                    WITH ORDINALITY AS answer (used, place)
                """
            ) { try $0.next([Bool].self) }
        } ?? []
    }

    func giveBack(_ messages: Int, for tenant: TenantID) async throws {
        let day = clock.now.day
        try await database.write(as: tenant) { tx in
            try billing.giveBack(entry(messages, .returned), for: tenant, on: day, in: tx)
        }
    }

    /// A request of its own.
    func entry(_ messages: Int, _ kind: LedgerKind = .accepted) -> QuotaEntry {
        QuotaEntry(runtime.ids.next(), of: runtime.ids.next(), kind, messages: messages, at: clock.now)
    }

    /// What the tenant has used up today, as the tenant sees it.
    func used(by tenant: TenantID) async throws -> Int {
        let day = clock.now.day
        return try await database.read(as: tenant) { tx in
            try tx.first("SELECT messages FROM billing.usage_day WHERE tenant_id = \(tenant) AND day = \(day)") { Int(try $0.next(Int64.self)) }
        } ?? 0
    }

    /// Gives the tenant limits of its own, as the operator does.
    func override(_ overrides: String, of tenant: TenantID) async throws {
        let json = try JSONParser.parse(Array(overrides.utf8))
        _ = try await database.system { tx in
            try tx.run("UPDATE billing.subscription SET overrides = \(json) WHERE tenant_id = \(tenant)")
        }
    }
}
