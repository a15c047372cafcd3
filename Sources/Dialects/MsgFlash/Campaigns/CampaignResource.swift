import API
import Campaigns
import Contracts
import Core

/// A campaign as MsgFlash shows it (contract MFX-15).
struct CampaignResource: Sendable {
    /// How far its messages have come.
    struct Stats: Sendable {
        var stats: CampaignStats

        private static let count = Shape<Int>.integer(0...Int.max)

        static let shape = Shape.object(
            {
                (planned: Int, queued: Int, sent: Int, delivered: Int, read: Int, failed: Int, cancelled: Int) in
                var stats = CampaignStats()
                (stats.planned, stats.queued, stats.sent, stats.delivered) = (planned, queued, sent, delivered)
                (stats.read, stats.failed, stats.cancelled) = (read, failed, cancelled)
                return Stats(stats: stats)
            },
            Field("planned", \.stats.planned, count, "Recipients of all times it was sent"),
            Field("queued", \.stats.queued, count, "Waiting, or under way"),
            Field("sent", \.stats.sent, count, "WhatsApp has them; those delivered and read are among them"),
            Field("delivered", \.stats.delivered, count),
            Field("read", \.stats.read, count),
            Field("failed", \.stats.failed, count),
            Field("cancelled", \.stats.cancelled, count)
        ).named("CampaignStats")
    }

    /// What is thought of it.
    struct Safety: Sendable {
        var decision: CampaignRecord.Safety

        static let shape = Shape.object(
            { Safety(decision: $0) },
            Field("decision", \.decision, .choice(), "warn: the instance's health speaks against so many messages; it is sent all the same"))
    }

    var id: CampaignID
    var user: TenantID
    var instance: InstanceID
    var name: String
    var status: CampaignRecord.Status
    var schedule: Instant
    var repetition: CampaignRecord.Repetition
    var recipients: CampaignRequest.Recipients
    var template: TemplateID?
    var type: String
    var body: String?
    var stats: Stats
    var safety: Safety
    var createdAt: Instant
    var updatedAt: Instant

    static let shape = Shape.object(
        {
            CampaignResource(
                id: $0, user: $1, instance: $2, name: $3, status: $4, schedule: $5, repetition: $6, recipients: $7, template: $8, type: $9,
                body: $10, stats: $11, safety: $12, createdAt: $13, updatedAt: $14)
        },
        Field("id", \.id, .identifier()),
        Field("userId", \.user, .identifier(), "The account"),
        Field("instanceId", \.instance, .identifier()),
        Field("name", \.name, .text()),
        Field("status", \.status, .choice()),
        Field("schedule", \.schedule, .instant, "When it begins, or began"),
        Field("repeat", \.repetition, .choice()),
        Field(
            "recipients", \.recipients, CampaignRequest.Recipients.shape, "Of the numbers the first \(Audience.numbersShown)"),
        Field("templateId", \.template, nullable: .identifier(), "The template it was made from"),
        Field("type", \.type, .text(), "What kind of message it sends"),
        Field("body", \.body, nullable: .text(), "What it says, with gaps where it was made from a template"),
        Field("stats", \.stats, Stats.shape),
        Field("safety", \.safety, Safety.shape),
        Field("createdAt", \.createdAt, .instant),
        Field("updatedAt", \.updatedAt, .instant)
    ).named("Campaign")

    static let example = CampaignResource(
        id: CampaignID(high: 0x019d_44e6_7a80_7000, low: 0x8000_0000_0000_0004), user: MessageResource.example.user,
        instance: InstanceResource.example.id, name: "Soldes", status: .scheduled, schedule: Instant(seconds: 1_796_115_600), repetition: .none,
        recipients: CampaignRequest.Recipients(type: .explicit, value: ["+33612345678"]), template: nil, type: "text", body: "Bonjour",
        stats: Stats(stats: CampaignStats()), safety: Safety(decision: .allow), createdAt: Instant(seconds: 1_775_034_000),
        updatedAt: Instant(seconds: 1_775_034_000))
}

extension CampaignResource {
    init(_ record: CampaignRecord, of tenant: TenantID) {
        self.init(
            id: record.id, user: tenant, instance: record.instance, name: record.name, status: record.status,
            schedule: record.nextAt ?? record.startsAt, repetition: record.repetition,
            recipients: CampaignRequest.Recipients(record.audience), template: record.template,
            type: MessageResource.word(record.content.kind.rawValue), body: MessageResource.body(record.content), stats: Stats(stats: record.stats),
            safety: Safety(decision: record.safety), createdAt: record.createdAt, updatedAt: record.updatedAt)
    }
}

extension CampaignRequest.Recipients {
    init(_ audience: Audience) {
        switch audience {
        case .explicit(let numbers): self.init(type: .explicit, value: numbers.map(\.description))
        case .all: self.init(type: .all)
        case .tags(let tags): self.init(type: .tags, value: tags)
        case .group(let group): self.init(type: .group, group: group.description)
        }
    }
}

/// One page of campaigns.
struct CampaignPage: Sendable {
    var campaigns: [CampaignResource]
    var next: CampaignID?

    static let shape = Shape.object(
        { campaigns, next, _ in CampaignPage(campaigns: campaigns, next: next) },
        Field("campaigns", \.campaigns, .list(of: CampaignResource.shape, max: MessagePage.limits.upperBound)),
        Field("nextCursor", \.next, nullable: .identifier(), "The `cursor` of the next page; null after the last"),
        Field("hasMore", { $0.next != nil }, .bool)
    ).named("CampaignPage")
}
