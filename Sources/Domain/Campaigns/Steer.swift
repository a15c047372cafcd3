package import Contracts
import Core
import Database

/// Stopping campaigns and letting them go on.
extension Campaigns {
    /// How many waiting messages are taken back with the request that cancels; the runner takes back the others.
    static let withdrawnAtOnce = 500

    /// Lets a campaign stand still, its waiting messages with it; `Problem.conflict(.campaignStatus)` unless it is scheduled or running.
    package func pauseCampaign(_ id: CampaignID, through messages: any BulkMessages, as caller: Caller) async throws -> CampaignRecord {
        try await steer(id, .campaignPaused, through: messages, as: caller) { row, tx in
            guard row.status == .scheduled || row.status == .running else { throw Problem.conflict(.campaignStatus) }
            row.status = .paused
            row.reason = nil
            try messages.hold(true, id, of: caller.tenant, in: tx)
        }
    }

    /// Lets a paused campaign go on; `Problem.conflict(.campaignStatus)` for any other, and `.notReady` while its instance is not linked.
    package func resumeCampaign(_ id: CampaignID, through messages: any BulkMessages, as caller: Caller) async throws -> CampaignRecord {
        let campaign = try await campaign(id, through: messages, as: caller)
        guard campaign.status == .paused else { throw Problem.conflict(.campaignStatus) }
        let standing = try await directory.instance(campaign.instance, for: caller)
        guard standing.status.isLinked else { throw Problem.notReady(standing.status) }
        let resumed = try await steer(id, .campaignResumed, through: messages, as: caller) { row, tx in
            guard row.status == .paused else { throw Problem.conflict(.campaignStatus) }
            let hasBegun = row.isWalking || (row.round > 0 && row.repetition == .none)
            row.status = hasBegun ? .running : .scheduled
            row.reason = nil
            row.sender = standing.number?.jid ?? row.sender
            try messages.hold(false, id, of: caller.tenant, in: tx)
            tx.ring(Self.due)
        }
        Undertaking.afterCommit { messages.ring(standing.instance) }
        return resumed
    }

    /// Ends a campaign and takes back what has not gone out; `Problem.conflict(.campaignStatus)` once it is over.
    package func cancelCampaign(_ id: CampaignID, through messages: any BulkMessages, as caller: Caller) async throws -> CampaignRecord {
        try await steer(id, .campaignCancelled, through: messages, as: caller) { [clock = runtime.clock] row, tx in
            guard row.isOpen else { throw Problem.conflict(.campaignStatus) }
            row.status = .cancelled
            row.reason = nil
            row.isWalking = false
            let withdrawn = try messages.withdraw(id, limit: Self.withdrawnAtOnce, of: caller.tenant, in: tx)
            row.isWithdrawing = withdrawn == Self.withdrawnAtOnce
            row.dueAt = clock.now
            tx.ring(Self.due)
        }
    }

    private func steer(
        _ id: CampaignID, _ action: AuditAction, through messages: any BulkMessages, as caller: Caller,
        _ change: @Sendable (inout CampaignRow, borrowing Transaction) throws -> Void
    ) async throws -> CampaignRecord {
        guard caller.scopes.contains(.send) else { throw Problem.forbidden(.scope) }
        // Whether it is the caller's never changes; how far it has come is asked again once nobody else can change it.
        _ = try await campaign(id, through: messages, as: caller)
        let now = runtime.clock.now
        let changed = try await database.write(as: caller.tenant) { tx in
            guard var row = try CampaignStore.lock(id, of: caller.tenant, in: tx) else { throw Problem.notFound(.campaign) }
            let before = row.audited
            try change(&row, tx)
            row.updatedAt = now
            try CampaignStore.update(row, in: tx)
            try trail.record(AuditEntry(action, "campaign:\(id)", of: caller.tenant, before: before, after: row.audited), in: tx)
            return try Self.records([row], through: messages, of: caller.tenant, in: tx).first
        }
        guard let changed else { throw Problem.notFound(.campaign) }
        return changed
    }
}
