package import Contracts
import Core
import Database

/// Looking at campaigns.
extension Campaigns {
    /// One of the caller's campaigns, its messages counted by `messages`; `Problem.notFound(.campaign)` for any other id.
    package func campaign(_ id: CampaignID, through messages: any BulkMessages, as caller: Caller) async throws -> CampaignRecord {
        let found = try await database.read(as: caller.tenant) { tx in
            try CampaignStore.find(id, of: caller.tenant, in: tx).flatMap { row in
                try Self.records([row], through: messages, of: caller.tenant, in: tx).first
            }
        }
        guard let found, try await reaches(found.instance, caller) else { throw Problem.notFound(.campaign) }
        return found
    }

    /// The caller's campaigns, the newest first, after the one named. A page may be short of the limit though there are more.
    package func campaigns(
        limit: Int, after: CampaignID? = nil, status: CampaignRecord.Status? = nil, instance: InstanceID? = nil,
        through messages: any BulkMessages, as caller: Caller
    ) async throws -> (campaigns: [CampaignRecord], next: CampaignID?) {
        let limit = limit.clamped(to: Self.pageLimits)
        if let instance, let pinned = caller.instance, instance != pinned { return ([], nil) }
        let (found, next) = try await database.read(as: caller.tenant) { tx in
            let rows = try CampaignStore.page(
                of: caller.tenant, after: after, instance: instance ?? caller.instance, status: status, limit: limit + 1, in: tx)
            let page = Array(rows.prefix(limit))
            return (
                try Self.records(page, through: messages, of: caller.tenant, in: tx), rows.count > limit ? page.last?.id : nil
            )
        }
        guard caller.environment == .test else { return (found, next) }
        var reached: Set<InstanceID> = []
        for instance in Set(found.map(\.instance)) where try await reaches(instance, caller) { reached.insert(instance) }
        return (found.filter { reached.contains($0.instance) }, next)
    }

    /// Whether the caller may know of what the instance does: a pinned key reaches its own alone, a test key those of the sandbox.
    func reaches(_ instance: InstanceID, _ caller: Caller) async throws -> Bool {
        guard caller.instance != nil || caller.environment == .test else { return true }
        do {
            return try await directory.instance(instance, for: caller).instance.id == instance
        } catch Problem.notFound {
            return false
        }
    }

    static func records(
        _ rows: [CampaignRow], through messages: any BulkMessages, of tenant: TenantID, in tx: borrowing Transaction
    ) throws -> [CampaignRecord] {
        let tallies = try messages.tallies(of: rows.map(\.id), of: tenant, in: tx)
        let explicit = rows.filter { $0.audience.kind == .explicit }.map(\.id)
        let numbers =
            explicit.isEmpty ? [:] : try RecipientStore.shown(of: explicit, limit: Audience.numbersShown, of: tenant, in: tx)
        return rows.map { $0.record(showing: numbers[$0.id] ?? [], tally: tallies[$0.id]) }
    }
}
