import Contracts
import Core
import Database

/// The statements on the schema `campaigns` that hand out or erase what a tenant has in it.
enum HoldingStore {
    /// Something as it is handed out.
    struct Held {
        let cursor: String
        let json: JSON
    }

    /// The tenant's contacts after `cursor`, oldest first.
    static func contacts(of tenant: TenantID, after cursor: ContactID?, limit: Int, in tx: borrowing Transaction) throws -> [Held] {
        try ContactStore.walk(of: tenant, from: cursor, tags: [], limit: limit, in: tx).map { contact in
            Held(
                cursor: contact.id.description,
                json: [
                    "id": .string(contact.id.description), "number": .string(contact.number.description), "name": .optional(contact.name),
                    "first_name": .optional(contact.firstName), "last_name": .optional(contact.lastName), "email": .optional(contact.email),
                    "tags": .array(contact.tags.map(JSON.string)), "custom": contact.custom,
                    "opted_out_at": .optional(contact.optedOutAt?.description), "created_at": .string(contact.createdAt.description),
                    "updated_at": .string(contact.updatedAt.description),
                ])
        }
    }

    /// The numbers that want nothing in bulk, after `cursor`.
    static func optOuts(of tenant: TenantID, after cursor: String?, limit: Int, in tx: borrowing Transaction) throws -> [Held] {
        try tx.rows(
            """
            SELECT number, opted_out_at FROM campaigns.opt_out
             WHERE tenant_id = \(tenant) \(cursor.map { "AND number > \($0)" as SQL } ?? "") ORDER BY number LIMIT \(limit)
            """
        ) { row in
            let number: String = try row.next()
            return Held(cursor: number, json: ["number": .string("+" + number), "opted_out_at": .string(try row.next(Instant.self).description)])
        }
    }

    /// The tenant's templates after `cursor`, oldest first.
    static func templates(of tenant: TenantID, after cursor: TemplateID?, limit: Int, in tx: borrowing Transaction) throws -> [Held] {
        try tx.rows(
            """
            SELECT id, name, kind, content, created_at, updated_at FROM campaigns.template
             WHERE tenant_id = \(tenant) \(cursor.map { "AND id > \($0)" as SQL } ?? "") ORDER BY id LIMIT \(limit)
            """
        ) { row in
            let id: TemplateID = try row.next()
            return Held(
                cursor: id.description,
                json: [
                    "id": .string(id.description), "name": .string(try row.next()), "type": .string(try row.next()), "content": try row.next(),
                    "created_at": .string(try row.next(Instant.self).description), "updated_at": .string(try row.next(Instant.self).description),
                ])
        }
    }

    /// The tenant's campaigns after `cursor`, oldest first, each with the numbers that it names.
    static func campaigns(of tenant: TenantID, after cursor: CampaignID?, limit: Int, in tx: borrowing Transaction) throws -> [Held] {
        try tx.rows(
            """
            SELECT id, name, instance_id, status, audience, audience_value,
                   ARRAY(SELECT number FROM campaigns.recipient r WHERE r.tenant_id = c.tenant_id AND r.campaign_id = c.id ORDER BY number),
                   template_id, kind, content, variables, repeat, starts_at, created_at
              FROM campaigns.campaign c
             WHERE tenant_id = \(tenant) \(cursor.map { "AND id > \($0)" as SQL } ?? "") ORDER BY id LIMIT \(limit)
            """
        ) { row in
            let id: CampaignID = try row.next()
            return Held(
                cursor: id.description,
                json: [
                    "id": .string(id.description), "name": .string(try row.next()), "instance_id": .string(try row.next(InstanceID.self).description),
                    "status": .string(try row.next()), "recipients": .string(try row.next()),
                    "recipients_value": .array(try row.next([String].self).map(JSON.string)),
                    "numbers": .array(try row.next([String].self).map { .string("+" + $0) }),
                    "template_id": .optional(try row.next(TemplateID?.self)?.description), "type": .string(try row.next()),
                    "content": try row.next(), "variables": try row.next(), "repeat": .string(try row.next()),
                    "starts_at": .string(try row.next(Instant.self).description), "created_at": .string(try row.next(Instant.self).description),
                ])
        }
    }

    /// Each erases at most `limit` rows of the tenant, and answers how many there were.
    static func eraseRecipients(_ limit: Int, of tenant: TenantID, in tx: borrowing Transaction) throws -> Int {
        try tx.run(
            """
            DELETE FROM campaigns.recipient
             WHERE tenant_id = \(tenant) AND (campaign_id, number) IN (
                SELECT campaign_id, number FROM campaigns.recipient WHERE tenant_id = \(tenant) ORDER BY campaign_id, number LIMIT \(limit))
            """)
    }

    static func eraseCampaigns(_ limit: Int, of tenant: TenantID, in tx: borrowing Transaction) throws -> Int {
        try tx.run(
            """
            DELETE FROM campaigns.campaign
             WHERE tenant_id = \(tenant) AND id IN (SELECT id FROM campaigns.campaign WHERE tenant_id = \(tenant) ORDER BY id LIMIT \(limit))
            """)
    }

    static func eraseTemplates(_ limit: Int, of tenant: TenantID, in tx: borrowing Transaction) throws -> Int {
        try tx.run(
            """
            DELETE FROM campaigns.template
             WHERE tenant_id = \(tenant) AND id IN (SELECT id FROM campaigns.template WHERE tenant_id = \(tenant) ORDER BY id LIMIT \(limit))
            """)
    }

    static func eraseContacts(_ limit: Int, of tenant: TenantID, in tx: borrowing Transaction) throws -> Int {
        try tx.run(
            """
            DELETE FROM campaigns.contact
             WHERE tenant_id = \(tenant) AND id IN (SELECT id FROM campaigns.contact WHERE tenant_id = \(tenant) ORDER BY id LIMIT \(limit))
            """)
    }

    static func eraseOptOuts(_ limit: Int, of tenant: TenantID, in tx: borrowing Transaction) throws -> Int {
        try tx.run(
            """
            DELETE FROM campaigns.opt_out
             WHERE tenant_id = \(tenant)
               AND number IN (SELECT number FROM campaigns.opt_out WHERE tenant_id = \(tenant) ORDER BY number LIMIT \(limit))
            """)
    }
}
