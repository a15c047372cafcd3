import Contracts
import Core

/// A campaign's row, as the runner and whoever steers it change it.
struct CampaignRow: Sendable {
    let id: CampaignID
    let tenant: TenantID
    let name: String
    let instance: InstanceID
    let instanceName: String?
    var sender: JID?
    var status: CampaignRecord.Status
    var reason: CampaignRecord.Reason?
    let safety: CampaignRecord.Safety
    /// Without the numbers of an explicit one.
    let audience: Audience
    let template: TemplateID?
    let content: MessageContent
    let hasGaps: Bool
    let variables: JSON
    let repetition: CampaignRecord.Repetition
    let startsAt: Instant
    let localStart: String
    var round: Int
    var isWalking: Bool
    var position: String?
    var planned: Int
    var walked: Int
    var optedOut: Int
    var incomplete: Int
    var isWithdrawing: Bool
    var dueAt: Instant
    let createdAt: Instant
    var updatedAt: Instant

    /// What fills gaps, but for what is known of each recipient.
    func values(of tenant: TenantFacts) -> GapValues {
        GapValues(
            tenant: tenant,
            instance: GapValues.Instance(id: instance, name: instanceName, number: sender?.phoneNumber), variables: variables)
    }

    var reference: InstanceReference { InstanceReference(tenant: tenant, id: instance) }

    /// Whether it can still be paused, resumed or cancelled.
    var isOpen: Bool {
        switch status {
        case .scheduled, .running, .paused: true
        case .completed, .cancelled: false
        }
    }

    /// What of it stands in an audit trail: not what it says, nor to whom.
    var audited: JSON {
        [
            "name": .string(name), "instance_id": .string(instance.description), "status": .string(status.rawValue),
            "planned": .integer(Int64(planned)),
        ]
    }

    /// As it is told, with the numbers that are shown and what became of its messages.
    func record(showing numbers: [PhoneNumber], tally: CampaignTally?) -> CampaignRecord {
        var audience = audience
        if case .explicit = audience { audience = .explicit(numbers) }
        let tally = tally ?? CampaignTally()
        var stats = CampaignStats()
        stats.planned = planned
        stats.queued = tally.queued
        stats.sent = tally.sent
        stats.delivered = tally.delivered
        stats.read = tally.read
        stats.failed = tally.failed + incomplete
        stats.cancelled = tally.cancelled + (status == .cancelled ? max(0, planned - walked) : 0)
        stats.optedOut = optedOut
        return CampaignRecord(
            id: id, name: name, instance: instance, status: status, reason: reason, safety: safety, audience: audience, template: template,
            content: content, variables: variables, repetition: repetition, startsAt: startsAt, nextAt: status == .scheduled ? dueAt : nil,
            stats: stats, createdAt: createdAt, updatedAt: updatedAt)
    }

    /// Begins to go through the recipients, `count` of them.
    mutating func beginRound(of count: Int) {
        status = .running
        isWalking = true
        position = nil
        round += 1
        planned = walked + count
    }

    /// Everybody was gone through; `next` is when it begins again, if it does.
    mutating func endRound(next: Instant?, now: Instant) {
        isWalking = false
        position = nil
        // Contacts may have come and gone meanwhile.
        planned = walked
        reason = nil
        dueAt = next ?? now
        if next != nil { status = .scheduled }
    }
}
