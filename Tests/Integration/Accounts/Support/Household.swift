import Accounts
import App
import Contracts
import Core
import Database
import TestSupport

/// A tenant of whom every table knows something, and its owner.
struct Household: Sendable {
    let tenant: TestTenant
    let slug: String
    let owner: Caller
    /// What nobody must ever be handed.
    let secrets: [String]

    /// How many messages and deliveries it has: more than go in one portion, and than one page holds.
    static let many = Accounts.erasurePortion + 20

    /// Makes two, with the same things in each.
    static func two(
        _ slugs: (String, String), in harness: Harness, receiver: WebhookReceiver
    ) async throws -> (Household, Household) {
        let two = (try await make(slugs.0, in: harness, receiver: receiver), try await make(slugs.1, in: harness, receiver: receiver))
        // Last, since some of it never settles.
        for household in [two.0, two.1] { try await fill(household.tenant.id, in: harness.database) }
        return two
    }

    private static func make(_ slug: String, in harness: Harness, receiver: WebhookReceiver) async throws -> Household {
        let made = try await harness.deployment.accounts.create(
            NewTenant(name: "Tenant \(slug)", slug: slug, plan: "pro", ownerEmail: "owner@\(slug).test"))
        let tenant = TestTenant(id: made.tenant, key: made.apiKey.reveal, testKey: made.testKey.reveal, client: harness.client)
        _ = try await tenant.linkedInstance()
        let endpoint = try await tenant.endpoint(receiver.url)
        _ = try await tenant.send("hello from \(slug)", to: "254712340006")
        try await tenant.makeCampaign()
        // The answer, and what the campaign has to send, come when nothing else is under way any more; the two are read, the answer is received.
        try await eventually("all that is to come has come") {
            try await harness.database.count(
                "SELECT count(*) FROM messaging.message WHERE tenant_id = \(made.tenant) AND state IN ('read', 'received')") == 3
        }
        try await harness.settle()
        let owner = Caller(tenant: made.tenant, person: made.owner.id, token: harness.database.runtime.ids.next(), role: .owner)
        let accounts = harness.deployment.accounts
        let (_, link) = try await accounts.invite(email: "guest@\(slug).test", role: .viewer, as: owner)
        let signedIn = try await accounts.signIn(
            email: made.owner.email, password: made.owner.password, tenant: made.tenant, from: "192.0.2.1")
        let stored: [String] = try await Administration.rows(
            """
            SELECT password FROM accounts.person WHERE tenant_id = \(made.tenant)
            UNION ALL SELECT encode(wrapped, 'hex') FROM accounts.data_key WHERE tenant_id = \(made.tenant)
            UNION ALL SELECT encode(digest, 'hex') FROM accounts.invitation WHERE tenant_id = \(made.tenant)
            UNION ALL SELECT encode(digest, 'hex') FROM auth.digest WHERE tenant_id = \(made.tenant)
            UNION ALL SELECT encode(secret, 'hex') FROM webhooks.endpoint WHERE tenant_id = \(made.tenant)
            UNION ALL SELECT encode(sealed, 'hex') FROM instances.device_state WHERE tenant_id = \(made.tenant)
            """, on: harness.database.owner
        ) { row in try row.next() }
        return Household(
            tenant: tenant, slug: slug, owner: owner,
            secrets: stored + [
                made.apiKey.reveal, made.testKey.reveal, made.owner.password.reveal, endpoint.secret, signedIn.token.reveal,
                String(link.split(separator: "#").last ?? ""), "canary of \(slug)",
            ])
    }

    /// What there is by the hundred, and what is there only for moments or when something goes wrong.
    private static func fill(_ tenant: TenantID, in database: TestDatabase) async throws {
        try await database.makeRareRows(of: tenant)
        try await database.script(
            """
            INSERT INTO messaging.message (tenant_id, id, batch_id, instance_id, direction, chat, kind, content, whatsapp_id, state, due_at, created_at)
            SELECT '\(tenant)', gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 'in', '254700000002@s.whatsapp.net', 'text',
                   '{"text": "one of many"}', n::text, 'received', now(), now() FROM generate_series(1, \(many)) AS n;
            INSERT INTO webhooks.delivery (tenant_id, id, endpoint_id, event_id, event_type, chat, body, status, due_at, created_at)
            SELECT tenant_id, gen_random_uuid(), id, gen_random_uuid(), 'message.received', '', '{}', 'delivered', now(), now()
            FROM webhooks.endpoint, generate_series(1, \(many)) WHERE tenant_id = '\(tenant)';
            UPDATE webhooks.endpoint SET headers = jsonb_build_object('Authorization', 'canary of ' || slug)
            FROM accounts.tenant WHERE tenant.id = tenant_id AND tenant_id = '\(tenant)';
            INSERT INTO billing.usage_day (tenant_id, day, messages) SELECT '\(tenant)', date '2020-01-01' + n, n FROM generate_series(1, 120) AS n;
            INSERT INTO auth.stream_token (tenant_id, id, path, key_id, expires_at)
            SELECT tenant_id, gen_random_uuid(), '/v1/events/stream', id, 'infinity' FROM auth.api_key WHERE tenant_id = '\(tenant)';
            INSERT INTO instances.errand (tenant_id, instance_id, id, kind, sealed, expires_at)
            SELECT tenant_id, id, gen_random_uuid(), 'nothing', '\\x00', 'infinity' FROM instances.instance WHERE tenant_id = '\(tenant)';
            INSERT INTO events.delivery (tenant_id, id, subscriber, event, payload, due_at)
            VALUES ('\(tenant)', '\(tenant)', 'nobody', 'nothing', '{}', 'infinity');
            INSERT INTO events.dead (tenant_id, id, subscriber, event, payload, tries, error, died_at)
            VALUES ('\(tenant)', '\(tenant)', 'nobody', 'nothing', '{}', 1, '', now());
            """)
    }
}

/// What the catalogue knows of a tenant.
struct Tables: Sendable {
    /// Each table with a tenant's rows, and the column that says whose they are.
    private let columns: [(table: String, column: String)]
    private let database: TestDatabase

    /// Reads the catalogue: every table, in whatever schema, that has a column for the tenant, and the tenants' own.
    init(_ database: TestDatabase) async throws {
        self.database = database
        columns = try await Administration.rows(
            """
            SELECT format('%I.%I', n.nspname, c.relname), a.attname::text
              FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid AND NOT a.attisdropped
             WHERE c.relkind IN ('r', 'p') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
               AND (a.attname = 'tenant_id' OR (n.nspname = 'accounts' AND c.relname = 'tenant' AND a.attname = 'id')) ORDER BY 1
            """, on: database.owner
        ) { row in (try row.next(String.self), try row.next(String.self)) }
    }

    /// How many rows each has of the tenant.
    func rows(of tenant: TenantID) async throws -> [String: Int] {
        var rows: [String: Int] = [:]
        for (table, column) in columns {
            rows[table] = try await database.count(SQL(stringLiteral: "SELECT count(*) FROM \(table) WHERE \(column) = '\(tenant)'"))
        }
        return rows
    }
}
