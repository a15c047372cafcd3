import Core

/// What the tenants of a process have under way, and how much they have asked for since that was last handed on.
struct Presence: Sendable {
    private struct Tenancy: Sendable {
        var requests = 0
        var streams = 0
        var counted = 0

        var isOver: Bool { requests == 0 && streams == 0 && counted == 0 }
    }

    private var tenants: [TenantID: Tenancy] = [:]

    /// A request begins, and counts as one of those that the tenant made, unless there are `limit` already; whether it may.
    mutating func begin(_ tenant: TenantID, limit: Int) -> Bool {
        Self.begin(&tenants[tenant, default: Tenancy()], limit: limit)
    }

    private static func begin(_ tenancy: inout Tenancy, limit: Int) -> Bool {
        guard tenancy.requests < limit else { return false }
        tenancy.requests += 1
        tenancy.counted += 1
        return true
    }

    /// A request that has begun did not go on, and counts for nothing.
    mutating func withdraw(_ tenant: TenantID) {
        tenants[tenant]?.requests -= 1
        tenants[tenant]?.counted -= 1
    }

    /// A request has ended. What it counted for is still to be handed on, so the tenant stays.
    mutating func end(_ tenant: TenantID) { tenants[tenant]?.requests -= 1 }

    /// An answer without an end begins, unless there are `limit` already; whether it may.
    mutating func beginStream(_ tenant: TenantID, limit: Int) -> Bool {
        guard tenants[tenant].map({ $0.streams < limit }) ?? true else { return false }
        tenants[tenant, default: Tenancy()].streams += 1
        return true
    }

    /// An answer without an end has ended.
    mutating func endStream(_ tenant: TenantID) {
        tenants[tenant]?.streams -= 1
        if tenants[tenant]?.isOver == true { tenants[tenant] = nil }
    }

    /// How many requests each tenant made since it was asked last. Whoever has nothing under way either is forgotten.
    mutating func takeCounts() -> [TenantID: Int] {
        var counts: [TenantID: Int] = [:]
        for (tenant, tenancy) in tenants {
            if tenancy.counted > 0 { counts[tenant] = tenancy.counted }
            tenants[tenant]?.counted = 0
        }
        tenants = tenants.filter { !$0.value.isOver }
        return counts
    }

    /// Takes counts back that could not be handed on.
    mutating func putBack(_ counts: [TenantID: Int]) {
        for (tenant, count) in counts { tenants[tenant, default: Tenancy()].counted += count }
    }
}
