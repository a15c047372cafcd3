import Contracts
import Core
import Database

/// The statements on messages of campaigns. They run inside the transaction of whoever runs the campaign, across tenants or not.
enum BulkStore {
    /// How many messages one statement changes, so that none of them takes long.
    static let portion = 5000

    /// A message of a campaign, to be inserted.
    struct Entry: Sendable {
        let id: MessageID
        let message: BulkMessage
    }

    /// Puts messages into the queue of the bulk lane, each with its own content.
    static func insert(
        _ entries: [Entry], batch: BatchID, campaign: CampaignID, from instance: InstanceReference, sender: JID?, at now: Instant,
        in tx: borrowing Transaction
    ) throws {
        try tx.run(
            """
            INSERT INTO messaging.message (tenant_id, id, batch_id, instance_id, direction, chat, kind, content, whatsapp_id, state, due_at, created_at,
                                           sender, lane, campaign_id, contact_id, reply_to)
            SELECT \(instance.tenant), e.id, \(batch), \(instance.id), 'out', e.chat, e.kind, e.content, e.whatsapp_id, 'queued', \(now), \(now),
                   \(sender?.description), \(MessageLane.bulk.rank), \(campaign), e.contact_id, e.reply_to
              FROM unnest(\(entries.map(\.id)), \(entries.map(\.message.recipient.chat.description)),
                          \(entries.map(\.message.content.kind.rawValue)), \(entries.map(\.message.content.json)),
                          \(entries.map { WhatsAppMessageID.text(for: $0.id) }), \(entries.map(\.message.contact)),
                          \(entries.map { reaction($0.message.content)?.whatsAppID }))
                   AS e (id, chat, kind, content, whatsapp_id, contact_id, reply_to)
            """)
    }

    private static func reaction(_ content: MessageContent) -> ReactionContent? {
        if case .reaction(let reaction) = content { reaction } else { nil }
    }

    /// How many of the campaigns' messages are in which state.
    static func counts(
        of campaigns: [CampaignID], of tenant: TenantID, in tx: borrowing Transaction
    ) throws -> [(campaign: CampaignID, state: MessageState, count: Int)] {
        try tx.rows(
            """
            SELECT campaign_id, state, count(*) FROM messaging.message
             WHERE tenant_id = \(tenant) AND campaign_id = ANY (\(campaigns)) AND campaign_id IS NOT NULL GROUP BY 1, 2
            """
        ) { row in (campaign: try row.next(), state: try row.next(), count: try row.next()) }
    }

    /// Moves up to `portion` of the campaign's messages from one state into another and says how many.
    static func move(
        from old: MessageState, to new: MessageState, _ campaign: CampaignID, of tenant: TenantID, in tx: borrowing Transaction
    ) throws -> Int {
        try tx.run(
            """
            UPDATE messaging.message SET state = \(new.rawValue)
             WHERE tenant_id = \(tenant) AND state = \(old.rawValue) AND id IN (
                SELECT id FROM messaging.message
                 WHERE tenant_id = \(tenant) AND campaign_id = \(campaign) AND state = \(old.rawValue) ORDER BY id LIMIT \(portion) FOR UPDATE)
            """)
    }

    /// Takes up to `limit` of the campaign's messages back that have not gone out, gives them back to the days they were counted on, and says how
    /// many they were. `giveBack` is Billing's function, `QuotaGate.giveBack`: an entry for each portion, under the id of its first message, which is
    /// withdrawn only once.
    static func withdraw(
        _ campaign: CampaignID, limit: Int, giving giveBack: StaticString, of tenant: TenantID, at now: Instant, in tx: borrowing Transaction
    ) throws -> Int {
        try tx.first(
            """
            WITH waiting AS MATERIALIZED (
                SELECT id, batch_id, due_at FROM messaging.message
                 WHERE tenant_id = \(tenant) AND campaign_id = \(campaign) AND state IN ('held', 'queued') ORDER BY id LIMIT \(limit) FOR UPDATE
            ), withdrawn AS (
                UPDATE messaging.message m SET state = 'withdrawn', ended_at = \(now)
                  FROM waiting WHERE m.tenant_id = \(tenant) AND m.id = waiting.id
            ), given AS MATERIALIZED (
                SELECT \(raw: giveBack)(\(tenant), day, \(now), array_agg(entry), array_agg(batch_id), array_agg(amount))
                  FROM (SELECT (due_at AT TIME ZONE 'UTC')::date AS day, batch_id, (array_agg(id ORDER BY id))[1] AS entry, count(*)::integer AS amount
                          FROM waiting GROUP BY 1, 2) AS g GROUP BY day ORDER BY day
            )
            SELECT (SELECT count(*) FROM waiting), (SELECT count(*) FROM given)
            """
        ) { row in try row.next(Int.self) } ?? 0
    }
}
