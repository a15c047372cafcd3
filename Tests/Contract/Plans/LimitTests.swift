import Core
import Database
import TestSupport
import Testing

extension PlanTests {
    /// Of each thing as many as are allowed, and not one more.
    @Suite struct LimitTests {
        private static let freeOfAKind = 10

        @Test func `a plan's keys can all be made, and the next is refused`() async throws {
            let stage = try await Stage()
            // Two came with the tenant.
            for number in 2..<Self.freeOfAKind {
                #expect(try await stage.call("POST", "/v1/keys", ["name": .string("key \(number)")]).status == 201)
            }
            let refused = try await stage.call("POST", "/v1/keys", ["name": "one more"])
            #expect(refused.status == 403)
            #expect(refused.json["code"] == "limit_reached")
            let sessions = try await stage.call("POST", "/api/v1/keys")
            #expect(sessions.status == 403)
            #expect(sessions.json["error"]?["code"] == "MAX_API_KEYS_REACHED")
            #expect(try await stage.call("GET", "/v1/keys?limit=100").json["data"]?.array?.count == Self.freeOfAKind)
        }

        @Test func `a plan's webhook endpoints can all be made, and the next is refused`() async throws {
            let stage = try await Stage()
            try await WebhookReceiver.with { receiver in
                for _ in 0..<Self.freeOfAKind { _ = try await stage.tenant.endpoint(receiver.url) }
                let refused = try await stage.call("POST", "/v1/webhook-endpoints", ["url": .string(receiver.url)])
                #expect(refused.status == 403)
                #expect(refused.json["code"] == "limit_reached")
            }
            #expect(try await stage.call("GET", "/v1/webhook-endpoints?limit=100").json["data"]?.array?.count == Self.freeOfAKind)
        }

        @Test(.tags(.GS_70, .FS1_68)) func `a plan's instances can all be made, and the next is refused by every dialect that makes them`()
            async throws
        {
            let stage = try await Stage()
            for number in 0..<Self.freeOfAKind {
                let made = try await stage.call("POST", "/api/v1/sessions", ["session_key": .string("session \(number)")])
                #expect(made.status == 201, "\(made.text)")
            }
            let native = try await stage.call("POST", "/v1/instances")
            #expect(native.status == 403)
            #expect(native.json["code"] == "limit_reached")
            let sessions = try await stage.call("POST", "/api/v1/sessions", ["session_key": "one more"])
            #expect(sessions.status == 429)
            #expect(sessions.json["error"]?["code"] == "MAX_SESSIONS_REACHED")
            let first = try await stage.harness.client.call("POST", "/instances", key: stage.tenant.key, headers: [("api-key", stage.tenant.key)])
            #expect(first.status == 403)
            #expect(first.json == ["error_code": 403, "error_message": "Limit of 10 reached: Instance"])
            // Time cures none of these.
            #expect([native, sessions, first].allSatisfy { $0.header("Retry-After") == nil })
            #expect(try await stage.call("GET", "/v1/instances?limit=100").json["data"]?.array?.count == Self.freeOfAKind)
        }

        @Test func `of twenty keys asked for at once as many are made as there is room for`() async throws {
            let stage = try await Stage()
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for number in 0..<20 {
                    group.addTask { try await stage.call("POST", "/v1/keys", ["name": .string("key \(number)")]).status }
                }
                return try await group.reduce(into: [Int]()) { $0.append($1) }
            }
            #expect(statuses.count { $0 == 201 } == Self.freeOfAKind - 2)
            #expect(statuses.count { $0 == 403 } == 20 - (Self.freeOfAKind - 2))
        }

        @Test func `a tenant has a hundred thousand contacts and no more`() async throws {
            let stage = try await Stage()
            try await stage.harness.database.script(
                """
                INSERT INTO campaigns.contact (tenant_id, id, number, created_at, updated_at)
                SELECT '\(stage.tenant.id)', gen_random_uuid(), 254700000000 + n, now(), now() FROM generate_series(1, 99999) AS n
                """)
            try await stage.fillsUp("/v1/contacts", ["number": "+254790000001"], ["number": "+254790000002"], of: "campaigns.contact WHERE", 100_000)
        }

        @Test func `a tenant has ten thousand templates and no more`() async throws {
            let stage = try await Stage()
            try await stage.harness.database.script(
                """
                INSERT INTO campaigns.template (tenant_id, id, name, kind, content, created_at, updated_at)
                SELECT '\(stage.tenant.id)', gen_random_uuid(), 'x', 'text', '{}', now(), now() FROM generate_series(1, 9999)
                """)
            let template: JSON = ["name": "hello", "type": "text", "text": "Hello"]
            try await stage.fillsUp("/v1/templates", template, template, of: "campaigns.template WHERE", 10_000)
            let msgFlash = try await stage.msgFlash("POST", "/api/v1/templates", template)
            #expect(msgFlash.status == 403)
            #expect(msgFlash.json["error"]?["code"] == "FORBIDDEN")
        }

        @Test func `a tenant has a thousand unfinished campaigns and no more, and any number that have ended`() async throws {
            let stage = try await Stage()
            let instance = try await stage.tenant.linkedInstance()
            try await stage.harness.database.script(
                """
                INSERT INTO campaigns.campaign (tenant_id, id, name, instance_id, status, safety, audience, audience_value, kind, content, has_gaps,
                                                variables, repeat, starts_at, local_start, planned, due_at, created_at, updated_at)
                SELECT '\(stage.tenant.id)', gen_random_uuid(), 'x', '\(instance)', CASE WHEN n < 1000 THEN 'paused' ELSE 'completed' END, 'allow',
                       'all', '{}', 'text', '{}', false, '{}', 'none', now(), '', 0, '2099-01-01', now(), now()
                FROM generate_series(1, 1500) AS n
                """)
            let start = stage.harness.database.runtime.clock.now + .seconds(30 * 86_400)
            let campaign: JSON = [
                "name": "spring", "type": "text", "text": "Hello", "starts_at": .string(start.rfc3339(milliseconds: false)),
                "recipients": ["type": "explicit", "value": ["+254712345671"]],
            ]
            try await stage.fillsUp(
                "/v1/campaigns", campaign, campaign, of: "campaigns.campaign WHERE status IN ('scheduled', 'paused') AND", 1000)
        }

        @Test func `a tenant has a thousand people and a hundred open invitations and no more`() async throws {
            let stage = try await Stage()
            for number in 0..<100 {
                let invited = try await stage.call("POST", "/v1/invitations", ["email": .string("guest\(number)@acme.test")])
                #expect(invited.status == 201, "\(invited.text)")
            }
            let refused = try await stage.call("POST", "/v1/invitations", ["email": "one.more@acme.test"])
            #expect(refused.status == 403)
            #expect(refused.json["code"] == "limit_reached")

            try await stage.harness.database.script(
                """
                INSERT INTO accounts.person (tenant_id, id, email, role, password, created_at, updated_at)
                SELECT '\(stage.tenant.id)', gen_random_uuid(), 'p' || n || '@acme.test', 'member', '', now(), now() FROM generate_series(1, 998) AS n
                """)
            let statuses = try await ["last", "beyond"].asyncMap { name in
                try await stage.harness.client.call(
                    "POST", "/register",
                    ["firstname": "A", "lastname": "B", "email": .string("\(name)@acme.test"), "password": .string(TestTenant.password)],
                    headers: [("api-key", stage.tenant.key)]
                ).status
            }
            #expect(statuses == [200, 403])
            #expect(try await stage.count("accounts.person WHERE") == 1000)
        }

        @Test(arguments: Sending.many) func `a request names as many recipients as it may and not one more`(dialect: Sending) async throws {
            let stage = try await Stage(plan: "pro")
            _ = try await stage.tenant.linkedInstance()
            let refused = try await dialect.send(to: Stage.numbers(0..<(dialect.recipientsLimit + 1)), as: stage.tenant)
            #expect(refused.status == 400, "\(refused.text)")
            #expect(try await stage.messages() == 0)
            let taken = try await dialect.send(to: Stage.numbers(0..<dialect.recipientsLimit), as: stage.tenant)
            #expect(dialect.isAccepted(taken), "\(taken.text)")
            #expect(try await stage.messages() == dialect.recipientsLimit)
            #expect(try await stage.counted() == dialect.recipientsLimit)
        }

        @Test func `a group is made with as many people as a request may name`() async throws {
            let stage = try await Stage(plan: "pro")
            _ = try await stage.tenant.linkedInstance()
            let people: (Int) -> JSON = { .array(Stage.numbers(0..<$0).map(JSON.string)) }
            #expect(try await stage.call("POST", "/v1/groups", ["subject": "Crowd", "participants": people(101)]).status == 400)
            let made = try await stage.call("POST", "/v1/groups", ["subject": "Crowd", "participants": people(100)])
            #expect(made.status == 201, "\(made.text)")
        }
    }
}

extension Stage {
    /// How many rows the tenant has; `rows` is a table and the beginning of its conditions.
    func count(_ rows: SQL) async throws -> Int {
        try await harness.database.count("SELECT count(*) FROM \(rows) tenant_id = \(tenant.id)")
    }

    /// Makes the last thing that there is room for, and is refused one more.
    func fillsUp(_ path: String, _ last: JSON, _ beyond: JSON, of rows: SQL, _ limit: Int) async throws {
        let made = try await call("POST", path, last)
        #expect(made.status == 201, "\(made.text)")
        let refused = try await call("POST", path, beyond)
        #expect(refused.status == 403, "\(refused.text)")
        #expect(refused.json["code"] == "limit_reached")
        #expect(refused.json["detail"]?.string?.contains("\(limit)") == true)
        #expect(try await count(rows) == limit)
    }
}

extension Array {
    /// Each element's outcome, one after the other.
    fileprivate func asyncMap<Outcome>(_ body: (Element) async throws -> Outcome) async throws -> [Outcome] {
        var outcomes: [Outcome] = []
        for element in self { outcomes.append(try await body(element)) }
        return outcomes
    }
}
