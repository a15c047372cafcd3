import App
import Audit
import Contracts
import Core
import Database
import TestSupport
import Testing

/// Everything that is written down: that doing it writes one entry, which says who, whence and with which request.
@Suite(.serialized, .herald) struct ActionTests {
    /// A tenant to which it is done.
    struct Scene: Sendable {
        let harness: Harness
        let tenant: TestTenant
        let receiver: WebhookReceiver

        func person() async throws -> TestPerson { try await tenant.person(.viewer) }
        func made(_ path: String, _ body: JSON?) async throws -> String {
            let answer = try await tenant.call("POST", path, body)
            try #require([200, 201, 202].contains(answer.status), "\(answer.text)")
            return try #require(answer.json["id"]?.string, "\(answer.text)")
        }
        func group() async throws -> String {
            _ = try await tenant.linkedInstance()
            return try await made("/v1/groups", ["subject": "Farmers", "participants": ["+254712345678"]])
        }
        func campaign() async throws -> String {
            _ = try await tenant.linkedInstance()
            return try await made("/v1/campaigns", Self.campaign)
        }
        func invitation() async throws -> (id: String, token: String) {
            let answer = try await tenant.call("POST", "/v1/invitations", ["email": "guest@acme.test"])
            return (
                try #require(answer.json["id"]?.string), try #require(answer.json["link"]?.string?.split(separator: "#").last.map(String.init))
            )
        }

        /// One that waits for its time.
        static let campaign: JSON = [
            "name": "spring", "type": "text", "text": "x", "starts_at": .string((SystemClock().now + .seconds(86_400)).description),
            "recipients": ["type": "explicit", "value": ["+254712345671"]],
        ]
    }

    /// What is done, by whom it is to be said, and what it was done to begins with.
    struct Deed: Sendable {
        let actor: String
        let subject: String?
        let run: @Sendable (Scene) async throws -> TestAnswer

        init(_ actor: String, _ subject: String?, _ run: @escaping @Sendable (Scene) async throws -> TestAnswer) {
            self.actor = actor
            self.subject = subject
            self.run = run
        }
    }

    static let deeds: [AuditAction: Deed] = people.merging(links) { $1 }.merging(work) { $1 }

    private static let people: [AuditAction: Deed] = [
        .tenantCreated: Deed("person", nil) { scene in
            try await scene.harness.client.call(
                "POST", "/v1/sign-up",
                [
                    "organization": "New", "email": "new@new.test", "password": .string(TestTenant.password), "first_name": "A", "last_name": "B",
                ])
        },
        .tenantUpdated: Deed("key", nil) { scene in try await scene.tenant.call("PATCH", "/v1/tenant", ["name": "Another"]) },
        .tenantExported: Deed("key", nil) { scene in try await scene.tenant.call("GET", "/v1/tenant/export") },
        .tenantClosed: Deed("person", nil) { scene in
            try await scene.tenant.signedInOwner().call("DELETE", "/v1/tenant", ["confirm": .string(scene.tenant.slug)])
        },
        .personAdded: Deed("key", "person:") { scene in
            try await scene.harness.client.call(
                "POST", "/register",
                ["firstname": "Ann", "lastname": "N", "email": "ann@acme.test", "password": .string(TestTenant.password)],
                headers: [("api-key", scene.tenant.key)])
        },
        .personChanged: Deed("person", "person:") { scene in
            let person = try await scene.person()
            return try await scene.tenant.signedInOwner().call("PATCH", "/v1/users/\(person.id)", ["role": "member"])
        },
        .personRemoved: Deed("person", "person:") { scene in
            let person = try await scene.person()
            return try await scene.tenant.signedInOwner().call("DELETE", "/v1/users/\(person.id)")
        },
        .passwordChanged: Deed("person", "person:") { scene in
            try await scene.person().call(
                "POST", "/v1/password", ["current_password": .string(TestTenant.password), "new_password": "another horse battery"])
        },
        .signedIn: Deed("person", "person:") { scene in
            try await scene.harness.client.call(
                "POST", "/v1/sign-in",
                [
                    "tenant": .string(scene.tenant.slug), "email": .string(scene.tenant.owner.email),
                    "password": .string(scene.tenant.owner.password),
                ])
        },
        .signedOut: Deed("person", "person:") { scene in try await scene.person().call("POST", "/v1/sign-out") },
        .signInRefused: Deed("anonymous", nil) { scene in
            try await scene.harness.client.call(
                "POST", "/v1/sign-in",
                ["tenant": .string(scene.tenant.slug), "email": "stranger@acme.test", "password": "a guess at a password"])
        },
        .invitationCreated: Deed("key", "invitation:") { scene in
            try await scene.tenant.call("POST", "/v1/invitations", ["email": "guest@acme.test"])
        },
        .invitationRevoked: Deed("key", "invitation:") { scene in
            try await scene.tenant.call("DELETE", "/v1/invitations/\(try await scene.invitation().id)")
        },
        .invitationAccepted: Deed("person", "invitation:") { scene in
            try await scene.harness.client.call(
                "POST", "/v1/invitations/accept",
                [
                    "token": .string(try await scene.invitation().token), "password": .string(TestTenant.password), "first_name": "A",
                    "last_name": "B",
                ])
        },
    ]

    private static let links: [AuditAction: Deed] = [
        .keyCreated: Deed("key", "key:") { scene in try await scene.tenant.call("POST", "/v1/keys", ["name": "Shop"]) },
        .keyUpdated: Deed("key", "key:") { scene in
            let key = try await scene.made("/v1/keys", ["name": "Shop"])
            return try await scene.tenant.call("PATCH", "/v1/keys/\(key)", ["name": "Other", "scopes": ["read"]])
        },
        .keyRotated: Deed("key", "key:") { scene in
            try await scene.tenant.call("POST", "/v1/keys/\(try await scene.made("/v1/keys", ["name": "Shop"]))/rotate")
        },
        .keyRevoked: Deed("key", "key:") { scene in
            try await scene.tenant.call("DELETE", "/v1/keys/\(try await scene.made("/v1/keys", ["name": "Shop"]))")
        },
        .credentialsRefused: Deed("anonymous", "key:") { scene in
            let answer = try await scene.tenant.call("GET", "/v1/tenant?tenantId=somebody-else")
            try #require(answer.status == 403)
            return answer
        },
        .instanceCreated: Deed("key", "instance:") { scene in try await scene.tenant.call("POST", "/v1/instances") },
        .instanceUpdated: Deed("key", "instance:") { scene in
            try await scene.tenant.call("PATCH", "/v1/instances/\(try await scene.made("/v1/instances", nil))", ["name": "Desk"])
        },
        .instanceUnlinked: Deed("key", "instance:") { scene in
            try await scene.tenant.call("POST", "/v1/instances/\(try await scene.tenant.linkedInstance())/logout")
        },
        .instanceRemoved: Deed("key", "instance:") { scene in
            try await scene.tenant.call("DELETE", "/v1/instances/\(try await scene.made("/v1/instances", nil))")
        },
        .endpointCreated: Deed("key", "webhook_endpoint:") { scene in
            try await scene.tenant.call("POST", "/v1/webhook-endpoints", ["url": .string(scene.receiver.url)])
        },
        .endpointUpdated: Deed("key", "webhook_endpoint:") { scene in
            let instance = try await scene.made("/v1/instances", nil)
            let webhook: JSON = ["webhook_url": .string(scene.receiver.url)]
            _ = try await scene.tenant.call("PATCH", "/v1/instances/\(instance)", webhook)
            return try await scene.tenant.call("PATCH", "/v1/instances/\(instance)", webhook)
        },
        .endpointRemoved: Deed("key", "webhook_endpoint:") { scene in
            try await scene.tenant.call("DELETE", "/v1/webhook-endpoints/\(try await scene.tenant.endpoint(scene.receiver.url).id)")
        },
    ]

    private static let work: [AuditAction: Deed] = [
        .groupCreated: Deed("key", "group:") { scene in
            _ = try await scene.tenant.linkedInstance()
            return try await scene.tenant.call("POST", "/v1/groups", ["subject": "Farmers", "participants": ["+254712345678"]])
        },
        .groupUpdated: Deed("key", "group:") { scene in
            try await scene.tenant.call("PATCH", "/v1/groups/\(try await scene.group())", ["subject": "Others"])
        },
        .groupParticipantsChanged: Deed("key", "group:") { scene in
            try await scene.tenant.call(
                "POST", "/v1/groups/\(try await scene.group())/participants", ["action": "add", "participants": ["+254712345679"]])
        },
        .campaignCreated: Deed("key", "campaign:") { scene in
            _ = try await scene.tenant.linkedInstance()
            return try await scene.tenant.call("POST", "/v1/campaigns", Scene.campaign)
        },
        .campaignPaused: Deed("key", "campaign:") { scene in
            try await scene.tenant.call("POST", "/v1/campaigns/\(try await scene.campaign())/pause")
        },
        .campaignResumed: Deed("key", "campaign:") { scene in
            let campaign = try await scene.campaign()
            _ = try await scene.tenant.call("POST", "/v1/campaigns/\(campaign)/pause")
            return try await scene.tenant.call("POST", "/v1/campaigns/\(campaign)/resume")
        },
        .campaignCancelled: Deed("key", "campaign:") { scene in
            try await scene.tenant.call("POST", "/v1/campaigns/\(try await scene.campaign())/cancel")
        },
    ]

    /// Those that no request of a tenant's does: each has a test of its own.
    static let others: Set<AuditAction> = [
        .instanceLinked, .trailBegan, .trailErased, .planCreated, .planUpdated, .planDeleted, .subscriptionChanged, .tenantSuspended,
        .tenantReactivated, .impersonationBegan, .impersonationUsed, .impersonationEnded, .eventReplayed,
    ]

    @Test func `nothing that is written down is without a test that it is`() {
        #expect(Set(Self.deeds.keys).union(Self.others) == Set(AuditAction.allCases))
        #expect(Set(Self.deeds.keys).isDisjoint(with: Self.others))
    }

    @Test(arguments: AuditAction.allCases.filter { deeds[$0] != nil })
    func `doing it writes one entry, with who, whence and which request`(action: AuditAction) async throws {
        let harness = try #require(Harness.shared)
        let deed = try #require(Self.deeds[action])
        try await WebhookReceiver.with { receiver in
            let scene = Scene(harness: harness, tenant: try await harness.someTenant(), receiver: receiver)
            let answer = try await deed.run(scene)
            #expect(action.isRefusal || (200..<300).contains(answer.status), "\(answer.text)")
            let request = try #require(answer.header("X-Request-Id").flatMap { RequestID($0) })
            var entries = try await Self.entries(with: request, harness)
            if action == .credentialsRefused {
                // Noted at the door and written soon after.
                try await eventually("the refusal is written down") {
                    entries = try await Self.entries(with: request, harness)
                    return !entries.isEmpty
                }
            }
            #expect(entries.map(\.action) == [action.rawValue], "\(entries)")
            let entry = try #require(entries.first)
            #expect(entry.actor == deed.actor)
            #expect(entry.address == "127.0.0.1")
            if let prefix = deed.subject {
                #expect(entry.subject?.hasPrefix(prefix) == true, "\(entry.subject ?? "none")")
            } else {
                #expect(entry.subject == nil)
            }
            if action != .tenantCreated { #expect(entry.tenant == scene.tenant.id) }
            if deed.actor == "key" {
                let keys = try await harness.database.count(
                    "SELECT count(*) FROM auth.api_key WHERE tenant_id = \(scene.tenant.id) AND id = \(entry.actorID)")
                #expect(keys == 1, "it names the key that was shown")
            }
            #expect(try await harness.deployment.audit.verify(scene.tenant.id).faults == [])
        }
    }

    @Test func `a phone that links is written down once, as nobody's doing, however often it connects again`() async throws {
        let harness = try #require(Harness.shared)
        let tenant = try await harness.someTenant()
        let instance = try await tenant.linkedInstance()
        _ = try await tenant.call("POST", "/v1/instances/\(instance)/disconnect")
        _ = try await tenant.call("POST", "/v1/instances/\(instance)/connect")
        try await eventually("it is connected again") {
            try await tenant.call("GET", "/v1/instances/\(instance)").json["status"] == "connected"
        }
        let linked = try await harness.deployment.audit.entries(
            .tenant(tenant.id), matching: .init(action: .instanceLinked), limit: 10
        ).entries
        #expect(linked.map(\.subject) == ["instance:\(instance)"])
        #expect(linked.first?.actor.kind == .herald && linked.first?.after?["number"]?.string == "+254700000001")
        // The phone's owner ends the link.
        _ = try await tenant.call("POST", "/v1/sandbox/instances/\(instance)/disconnect", ["reason": "logged_out"])
        try await eventually("its end is written down") {
            try await harness.deployment.audit.entries(.tenant(tenant.id), matching: .init(action: .instanceUnlinked), limit: 10).entries
                .first?.actor.kind == .herald
        }
    }

    @Test func `what is refused or changes nothing writes nothing`() async throws {
        let harness = try #require(Harness.shared)
        let tenant = try await harness.someTenant()
        let key = try await tenant.call("POST", "/v1/keys", ["name": "Shop", "scopes": ["read"]])
        let (id, text) = (try #require(key.json["id"]?.string), try #require(key.json["key"]?.string))
        let before = try await harness.database.count("SELECT count(*) FROM audit.entry WHERE tenant_id = \(tenant.id)")
        #expect(try await tenant.call("PATCH", "/v1/keys/\(id)", ["name": "Shop"]).status == 200)
        #expect(try await tenant.call("PATCH", "/v1/tenant", ["time_zone": "UTC"]).status == 200)
        #expect(try await harness.client.call("POST", "/v1/keys", key: text, ["name": "more"]).status == 403)
        #expect(try await tenant.call("POST", "/v1/keys", ["name": ""]).status == 400)
        #expect(try await tenant.call("DELETE", "/v1/keys/\(harness.database.runtime.ids.next(Key.self))").status == 404)
        let after = try await harness.database.count("SELECT count(*) FROM audit.entry WHERE tenant_id = \(tenant.id)")
        #expect(after == before)
    }

    struct Written {
        let tenant: TenantID
        let action: String
        let actor: String
        let actorID: KeyID?
        let subject: String?
        let address: String?
    }

    /// The entries that a request has written, in whoever's trail, but those that a trail began.
    private static func entries(with request: RequestID, _ harness: Harness) async throws -> [Written] {
        try await Administration.rows(
            """
            SELECT tenant_id, action, actor, actor_id, subject, address FROM audit.entry
             WHERE request_id = \(request) AND action <> 'trail.began' ORDER BY id
            """, on: harness.database.owner
        ) { row in
            Written(
                tenant: try row.next(), action: try row.next(), actor: try row.next(), actorID: try row.next(KeyID?.self), subject: try row.next(),
                address: try row.next())
        }
    }
}
