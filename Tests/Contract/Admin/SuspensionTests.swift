import Contracts
import Core
import Database
import TestSupport
import Testing

extension AdminTests {
    /// Contract ADM-03: what a suspended tenant is told in each dialect, what becomes of what is under way, and that all goes on afterwards.
    @Suite struct SuspensionTests {
        /// A request of a dialect, and what a suspended tenant is answered there.
        struct Knock: Sendable, CustomTestStringConvertible {
            let testDescription: String
            let method: String
            let path: String
            var body: JSON?
            /// The header that carries the key; `Authorization` everywhere else.
            var header: String?
            var alsoBearer = false
            let answer: JSON
        }

        static let knocks: [Knock] = [
            Knock(
                testDescription: "FlareSend v1", method: "POST", path: "/instances", header: "api-key", alsoBearer: true,
                answer: ["error_code": 403, "error_message": "The account is suspended"]),
            Knock(
                testDescription: "FlareSend v1, login", method: "POST", path: "/login", body: ["email": "a@b.test", "password": "password"],
                header: "api-key", answer: ["error_code": 403, "error_message": "The account is suspended"]),
            Knock(
                testDescription: "FlareSend v2", method: "POST", path: "/send-message",
                body: ["recipients": ["254712345678"], "type": "text", "text": "x"],
                answer: ["success": false, "message": "The account is suspended"]),
            Knock(
                testDescription: "FlareSend v2, groups", method: "GET", path: "/groups",
                answer: ["success": false, "message": "The account is suspended"]),
            Knock(
                testDescription: "sessions", method: "GET", path: "/api/v1/sessions",
                answer: ["error": ["code": "ACCOUNT_SUSPENDED", "message": "The account is suspended."]]),
            Knock(
                testDescription: "MsgFlash", method: "GET", path: "/api/v1/instances", header: "x-api-key",
                answer: ["error": ["code": "SUBSCRIPTION_INACTIVE", "message": "The account is suspended"]]),
            Knock(
                testDescription: "FlowIQ", method: "POST", path: "/send-whatsapp",
                body: ["phone_number": "+254712345678", "message_type": "text", "text": "x"],
                answer: ["error": "Forbidden", "message": "The organization is suspended"]),
        ]

        private func knock(_ knock: Knock, as tenant: TestTenant) async throws -> TestAnswer {
            let headers = knock.header.map { [($0, tenant.key)] } ?? []
            let bearer = knock.header == nil || knock.alsoBearer ? tenant.key : nil
            return try await tenant.client.call(knock.method, knock.path, key: bearer, knock.body, headers: headers)
        }

        @Test(.tags(.ADM_03), arguments: knocks) func `a suspended tenant is told so as its dialect says it, and let in again`(
            _ knock: Knock
        ) async throws {
            let stage = try await Stage()
            try await stage.change(["status": "suspended", "reason": "Unpaid"])
            let answer = try await self.knock(knock, as: stage.tenant)
            #expect(answer.status == 403, "\(answer.text)")
            #expect(answer.json == knock.answer, "\(answer.text)")
            #expect(!answer.text.contains("Unpaid"), "why is between the two")
            try await stage.change(["status": "active"])
            let later = try await self.knock(knock, as: stage.tenant)
            #expect(later.status != 403, "\(later.text)")
        }

        @Test(.tags(.ADM_03)) func `in the native API keys, people and their sign-in are refused, and tokens work again afterwards`() async throws {
            let stage = try await Stage()
            let owner = try await stage.tenant.signedInOwner()
            let suspended = try await stage.change(["status": "suspended", "reason": "Unpaid"])
            #expect(suspended["status"] == "suspended" && suspended["suspension_reason"] == "Unpaid" && suspended["suspended_at"]?.string != nil)
            for key in [stage.tenant.key, stage.tenant.testKey, owner.token] {
                #expect(try await stage.harness.client.call("GET", "/v1/tenant", key: key).isProblem(403, "tenant_suspended"))
            }
            let credentials: JSON = [
                "email": .string(stage.tenant.owner.email), "password": .string(stage.tenant.owner.password), "tenant": .string(stage.tenant.slug),
            ]
            #expect(try await stage.harness.client.call("POST", "/v1/sign-in", credentials).isProblem(403, "tenant_suspended"))
            let wrong: JSON = ["email": .string(stage.tenant.owner.email), "password": "wrong", "tenant": .string(stage.tenant.slug)]
            #expect(try await stage.harness.client.call("POST", "/v1/sign-in", wrong).status == 401, "nobody is told who does not know the password")
            let other = try await stage.harness.someTenant()
            #expect(try await other.call("GET", "/v1/tenant").status == 200, "another tenant is not concerned")

            try await stage.change(["status": "active"])
            for key in [stage.tenant.key, stage.tenant.testKey, owner.token] {
                #expect(try await stage.harness.client.call("GET", "/v1/tenant", key: key).status == 200)
            }
            let active = try await stage.admin("GET", stage.path).json
            #expect(active["status"] == "active" && active["suspended_at"] == .null && active["suspension_reason"] == .null)
        }

        @Test(.tags(.ADM_03)) func `event streams of a suspended tenant end, of others they go on`() async throws {
            let stage = try await Stage()
            let other = try await stage.harness.someTenant()
            let (own, others) = (try await stage.tenant.pairingInstance(), try await other.pairingInstance())
            let port = stage.harness.client.port
            try await EventFollower.with("/v1/instances/\(own)/events", key: stage.tenant.key, on: port) { native in
                try await EventFollower.with("/api/v1/sessions/\(own)/stream", key: stage.tenant.key, on: port) { session in
                    try await EventFollower.with("/v1/instances/\(others)/events", key: other.key, on: port) { going in
                        for stream in [native, session, going] { try await stream.first("a code comes") { $0.name == "qr" } }
                        try await stage.change(["status": "suspended"])
                        try await eventually("they end") { native.isOver && session.isOver }
                        let said = going.events.count
                        #expect(!going.isOver)
                        _ = try await other.call("POST", "/v1/sandbox/instances/\(others)/scan", ["number": "254700000001"])
                        try await going.first("the other one is told") { $0.name == "connected" }
                        #expect(going.events.count > said)
                    }
                }
            }
        }

        @Test(.tags(.ADM_03)) func `what was accepted waits while the tenant is suspended, its number stays connected, and then it goes out`()
            async throws
        {
            let stage = try await Stage()
            let instance = try await stage.tenant.linkedInstance()
            let due = (stage.harness.database.runtime.clock.now + .seconds(2)).description
            let sent = try await stage.tenant.call(
                "POST", "/v1/messages", ["to": "254712345678", "type": "text", "text": "later", "send_at": .string(due)])
            let message = try #require(sent.json["data"]?.array?.first?["id"]?.string, "\(sent.text)")
            try await stage.change(["status": "suspended"])
            try await eventually("its time has come") {
                try await stage.harness.database.count(
                    "SELECT count(*) FROM messaging.message WHERE tenant_id = \(stage.tenant.id) AND state = 'queued'") == 1
            }
            // Whatever wakes lanes has woken this one, once another tenant's message has gone out in the same way.
            let other = try await stage.harness.someTenant()
            _ = try await other.linkedInstance("254700000002")
            let witness = try await other.call(
                "POST", "/v1/messages",
                [
                    "to": "254712345679", "type": "text", "text": "x",
                    "send_at": .string((stage.harness.database.runtime.clock.now + .seconds(1)).description),
                ])
            let witnessed = try #require(witness.json["data"]?.array?.first?["id"]?.string, "\(witness.text)")
            try await eventually("the other one's is read") { try await other.call("GET", "/v1/messages/\(witnessed)").json["status"] == "read" }

            let look = try #require(
                try await stage.admin("POST", stage.path + "/impersonations", ["reason": "Waiting?", "minutes": 5]).json["token"]?.string)
            let client = stage.harness.client
            #expect(try await client.call("GET", "/v1/messages/\(message)", key: look).json["status"] == "pending")
            #expect(try await client.call("GET", "/v1/instances/\(instance)", key: look).json["status"] == "connected")

            try await stage.change(["status": "active"])
            do {
                try await eventually("it has gone out") { try await stage.tenant.call("GET", "/v1/messages/\(message)").json["status"] == "read" }
            } catch {
                Issue.record("\(try await stage.tenant.call("GET", "/v1/messages/\(message)/timeline").text)")
                throw error
            }
        }

        @Test(.tags(.ADM_03)) func `webhooks of a suspended tenant wait, untried, and are posted afterwards`() async throws {
            try await Harness.with { harness in
                try await WebhookReceiver.with { receiver in
                    try await Harness.$shared.withValue(harness) {
                        let stage = try await Stage()
                        _ = try await stage.tenant.linkedInstance()
                        _ = try await stage.tenant.endpoint(receiver.url)
                        func acknowledge(_ isOn: Bool) async throws {
                            let answer = try await harness.client.call(
                                "POST", "/v1/sandbox/network", key: Harness.adminKey, ["acknowledge": .bool(isOn)])
                            try #require(answer.status < 300, "\(answer.text)")
                        }
                        try await acknowledge(false)
                        let sent = try await stage.tenant.send("x", to: "254712340002")
                        let message = try #require(sent.json["data"]?.array?.first?["id"]?.string)
                        func isTold() -> Bool { receiver.received.contains { $0.json["data"]?["id"]?.string == message } }
                        try await stage.change(["status": "suspended"])
                        try await acknowledge(true)
                        try await eventually("the courier has given it back") {
                            try await harness.database.count(
                                """
                                SELECT count(*) FROM webhooks.delivery
                                WHERE tenant_id = \(stage.tenant.id) AND event_type = 'message.sent' AND tries = 0 AND lease_until IS NULL
                                  AND due_at > created_at + interval '5 seconds'
                                """) == 1
                        }
                        #expect(!isTold())
                        try await stage.change(["status": "active"])
                        try await harness.database.script("UPDATE webhooks.delivery SET due_at = created_at")
                        try await eventually("it is posted") { isTold() }
                    }
                }
            }
        }
    }
}
