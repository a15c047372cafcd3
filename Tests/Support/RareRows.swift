package import Core

extension TestDatabase {
    /// A row of the tenant in each table that has one only for moments, after a rare turn, or through much work.
    package func makeRareRows(of tenant: TenantID) async throws {
        try await script(
            """
            INSERT INTO messaging.schedule (tenant_id, batch_id, number, instance_id, send_at, due_at, state, created_at)
            VALUES ('\(tenant)', '\(tenant)', 1, '\(tenant)', '', now(), 'cancelled', now());
            INSERT INTO messaging.step (tenant_id, message_id, id, at, step) VALUES ('\(tenant)', '\(tenant)', '\(tenant)', now(), 'nothing');
            INSERT INTO messaging.pause (tenant_id, instance_id, lane, reason, until) VALUES ('\(tenant)', '\(tenant)', 0, 'nothing', 'infinity');
            INSERT INTO media.file (tenant_id, id, created_at, expires_at) VALUES ('\(tenant)', '\(tenant)', now(), 'infinity');
            INSERT INTO media.chunk (tenant_id, file_id, number, bytes) VALUES ('\(tenant)', '\(tenant)', 0, 'x');
            INSERT INTO groups.snapshot (tenant_id, instance_id, group_id, synced_at) VALUES ('\(tenant)', '\(tenant)', '1@g.us', now());
            INSERT INTO groups.listing (tenant_id, instance_id) VALUES ('\(tenant)', '\(tenant)');
            INSERT INTO idempotency.record (tenant_id, key, request_id, created_at, expires_at)
            VALUES ('\(tenant)', 'some', '\(tenant)', now(), 'infinity');
            INSERT INTO numbers.registration (tenant_id, sandbox, number, checked_at) VALUES ('\(tenant)', true, '254712345678', now());
            INSERT INTO numbers.allowance (tenant_id, instance_id, full_at) VALUES ('\(tenant)', '\(tenant)', 'infinity');
            INSERT INTO billing.usage_day (tenant_id, day, messages) VALUES ('\(tenant)', '2020-01-01', 1);
            INSERT INTO billing.ledger (tenant_id, id, request_id, day, at, kind, messages)
            VALUES ('\(tenant)', '\(tenant)', '\(tenant)', '2020-01-01', now(), 'opening', 1);
            INSERT INTO billing.warning (tenant_id, day, threshold, at, messages, allowed) VALUES ('\(tenant)', '2020-01-01', 80, now(), 8, 10);
            """)
    }
}

extension TestTenant {
    /// A contact, a template, and a campaign that has run.
    package func makeCampaign() async throws {
        _ = try await call("POST", "/v1/contacts", ["number": "+254712345670", "opted_out": true])
        _ = try await call("POST", "/v1/templates", ["name": "hello", "type": "text", "text": "Hello {{contact.name}}"])
        let campaign: JSON = ["name": "spring", "type": "text", "text": "x", "recipients": ["type": "explicit", "value": ["+254712345671"]]]
        _ = try await call("POST", "/v1/campaigns", campaign)
    }
}
