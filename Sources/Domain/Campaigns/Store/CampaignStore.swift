import Contracts
import Core
import Database

/// The statements of campaigns.
enum CampaignStore {
    static func insert(_ row: CampaignRow, of tenant: TenantID, in tx: borrowing Transaction) throws {
        try tx.run(
            """
            INSERT INTO campaigns.campaign (tenant_id, id, name, instance_id, instance_name, sender, status, safety, audience, audience_value,
                                            template_id, kind, content, has_gaps, variables, repeat, starts_at, local_start, planned, due_at, created_at, updated_at)
            VALUES (\(tenant), \(row.id), \(row.name), \(row.instance), \(row.instanceName), \(row.sender?.description), \(row.status),
                    \(row.safety), \(row.audience.kind), \(row.audience.value), \(row.template), \(row.content.kind), \(row.content.json), \(row.hasGaps),
                    \(row.variables), \(row.repetition), \(row.startsAt), \(row.localStart), \(row.planned), \(row.dueAt), \(row.createdAt),
                    \(row.updatedAt))
            """)
    }

    /// Keeps what may change.
    static func update(_ row: CampaignRow, in tx: borrowing Transaction) throws {
        try tx.run(
            """
            UPDATE campaigns.campaign
               SET sender = \(row.sender?.description), status = \(row.status), reason = \(row.reason), round = \(row.round),
                   is_walking = \(row.isWalking), position = \(row.position), planned = \(row.planned), walked = \(row.walked),
                   opted_out = \(row.optedOut), incomplete = \(row.incomplete), is_withdrawing = \(row.isWithdrawing), due_at = \(row.dueAt),
                   updated_at = \(row.updatedAt)
             WHERE tenant_id = \(row.tenant) AND id = \(row.id)
            """)
    }

    static func find(_ id: CampaignID, of tenant: TenantID, in tx: borrowing Transaction) throws -> CampaignRow? {
        try tx.first("SELECT \(raw: columns) FROM campaigns.campaign WHERE tenant_id = \(tenant) AND id = \(id)", row)
    }

    /// The same, and keeps everybody else from it until the transaction ends.
    static func lock(_ id: CampaignID, of tenant: TenantID, in tx: borrowing Transaction) throws -> CampaignRow? {
        try tx.first("SELECT \(raw: columns) FROM campaigns.campaign WHERE tenant_id = \(tenant) AND id = \(id) FOR NO KEY UPDATE", row)
    }

    /// The newest first; after the one named those that are older.
    static func page(
        of tenant: TenantID, after: CampaignID?, instance: InstanceID?, status: CampaignRecord.Status?, limit: Int, in tx: borrowing Transaction
    ) throws -> [CampaignRow] {
        try tx.rows(
            """
            SELECT \(raw: columns) FROM campaigns.campaign
             WHERE tenant_id = \(tenant) \(after.map { "AND id < \($0)" as SQL } ?? "")
               \(instance.map { "AND instance_id = \($0)" as SQL } ?? "") \(status.map { "AND status = \($0)" as SQL } ?? "")
             ORDER BY id DESC LIMIT \(limit)
            """, row)
    }

    /// The open campaigns of an instance, none of which anybody else changes until the transaction ends.
    static func lock(openOf instance: InstanceReference, limit: Int, in tx: borrowing Transaction) throws -> [CampaignRow] {
        try tx.rows(
            """
            SELECT \(raw: columns) FROM campaigns.campaign
             WHERE tenant_id = \(instance.tenant) AND instance_id = \(instance.id) AND status IN ('scheduled', 'running')
             ORDER BY id LIMIT \(limit) FOR NO KEY UPDATE
            """, row)
    }

    private static let columns: StaticString = """
        id, tenant_id, name, instance_id, instance_name, sender, status, reason, safety, audience, audience_value, template_id, kind, content, has_gaps, variables,
        repeat, starts_at, local_start, round, is_walking, position, planned, walked, opted_out, incomplete, is_withdrawing, due_at, created_at,
        updated_at
        """

    private static func row(_ row: inout RowReader) throws -> CampaignRow {
        let (id, tenant, name): (CampaignID, TenantID, String) = (try row.next(), try row.next(), try row.next())
        let instance: InstanceID = try row.next()
        let instanceName = try row.next(String?.self)
        let sender = try row.next(String?.self).flatMap { JID($0) }
        let status: CampaignRecord.Status = try row.next()
        let reason = try row.next(CampaignRecord.Reason?.self)
        let safety: CampaignRecord.Safety = try row.next()
        let audience = try audience(try row.next(), try row.next([String].self))
        let template = try row.next(TemplateID?.self)
        let kind: MessageContent.Kind = try row.next()
        guard let content = MessageContent(kind: kind, json: try row.next(JSON.self)) else {
            throw DatabaseError(.unreadable, detail: "a campaign's content")
        }
        return CampaignRow(
            id: id, tenant: tenant, name: name, instance: instance, instanceName: instanceName, sender: sender, status: status, reason: reason,
            safety: safety,
            audience: audience, template: template, content: content, hasGaps: try row.next(), variables: try row.next(),
            repetition: try row.next(), startsAt: try row.next(), localStart: try row.next(), round: try row.next(), isWalking: try row.next(),
            position: try row.next(String?.self), planned: try row.next(), walked: try row.next(), optedOut: try row.next(),
            incomplete: try row.next(), isWithdrawing: try row.next(), dueAt: try row.next(), createdAt: try row.next(),
            updatedAt: try row.next())
    }

    private static func audience(_ kind: Audience.Kind, _ value: [String]) throws(DatabaseError) -> Audience {
        switch kind {
        case .explicit: return .explicit([])
        case .all: return .all
        case .tags: return .tags(value)
        case .group:
            guard let group = value.first.flatMap({ JID($0) }) else { throw DatabaseError(.unreadable, detail: "a campaign's group") }
            return .group(group)
        }
    }
}
