import API
import Campaigns
import Contracts
import Core

/// A campaign as the native API shows it (decisions, "Native API").
enum CampaignResource {
    private static let count = Shape<Int>.integer(0...Int.max)

    private static let stats = Shape.object(
        { planned, queued, sent, delivered, read, failed, cancelled, optedOut in
            var stats = CampaignStats()
            (stats.planned, stats.queued, stats.sent, stats.delivered) = (planned, queued, sent, delivered)
            (stats.read, stats.failed, stats.cancelled, stats.optedOut) = (read, failed, cancelled, optedOut)
            return stats
        },
        Field("planned", \CampaignStats.planned, count, "Recipients of all rounds that have begun; before the first, those it would have now"),
        Field("queued", \.queued, count, "Waiting, or under way"),
        Field("sent", \.sent, count, "WhatsApp has them; those delivered and read are among them"),
        Field("delivered", \.delivered, count),
        Field("read", \.read, count),
        Field("failed", \.failed, count, "Will not arrive, or could not be written, since a gap had nothing to fill it"),
        Field("cancelled", \.cancelled, count, "Taken back, or never begun"),
        Field("opted_out", \.optedOut, count, "Left out: they want nothing in bulk")
    ).named("CampaignStats")

    static let shape = Shape<CampaignRecord>.object(
        {
            (
                id: CampaignID, name: String, instance: InstanceID, status: CampaignRecord.Status, reason: CampaignRecord.Reason?,
                recipients: RecipientsValue, _: MessageContent.Kind, text: String?, _: FileResource?, _: String?, _: String?,
                location: LocationContent?, contacts: [ContactCard]?, reaction: ReactionContent?, buttons: ButtonsContent?, list: ListContent?,
                template: ContentRequest.TemplateUse?, repetition: CampaignRecord.Repetition, startsAt: Instant, nextAt: Instant?,
                safety: CampaignRecord.Safety, stats: CampaignStats, createdAt: Instant, updatedAt: Instant
            ) in
            // A file cannot be made from what is shown of it; nobody reads what only answers show.
            CampaignRecord(
                id: id, name: name, instance: instance, status: status, reason: reason, safety: safety, audience: .all, template: template?.id,
                content: .text(text ?? ""), variables: template?.variables ?? .object([]), repetition: repetition, startsAt: startsAt,
                nextAt: nextAt, stats: stats, createdAt: createdAt, updatedAt: updatedAt)
        },
        Field("id", \.id, .identifier()),
        Field("name", \.name, .text()),
        Field("instance_id", \.instance, .identifier()),
        Field("status", \.status, .choice()),
        Field("status_reason", \.reason, nullable: .choice(), "Why it waits, where the status does not say it"),
        Field("recipients", { RecipientsValue($0.audience) }, RecipientsValue.shown),
        Field("type", \.content.kind, .choice(), "What kind of message it sends"),
        Field("text", \.content.text, optional: .text()),
        Field("media", \.content.file, optional: FileResource.shape),
        Field("caption", \.content.caption, optional: .text()),
        Field("file_name", \.content.fileName, optional: .text()),
        Field("location", \.content.location, optional: ContentShapes.location),
        Field("contacts", \.content.contacts, optional: ContentShapes.contacts),
        Field("reaction", \.content.reaction, optional: ContentShapes.reaction),
        Field("buttons", \.content.buttons, optional: ContentShapes.buttons),
        Field("list", \.content.list, optional: ContentShapes.list),
        Field(
            "template", { record in record.template.map { ContentRequest.TemplateUse(id: $0, variables: record.variables) } },
            optional: ContentRequest.TemplateUse.shape, "Where its words come from; they were copied when the campaign was made"),
        Field("repeat", \.repetition, .choice()),
        Field("starts_at", \.startsAt, .instant, "When it was to begin first"),
        Field("next_at", \.nextAt, nullable: .instant, "When it begins next, where it is scheduled"),
        Field("safety", \.safety, .choice(), "warn: the instance's health spoke against so many messages; it is sent all the same"),
        Field("stats", \.stats, stats),
        Field("created_at", \.createdAt, .instant),
        Field("updated_at", \.updatedAt, .instant)
    ).named("Campaign")
}
