import Contracts
import Core
import Database
import TestSupport
import Testing

/// Contract FQ-01 to FQ-21, as far as texts go.
@Suite(.serialized, .herald) struct SendingTests {
    @Test(.tags(.FQ_01, .FQ_12, .FQ_15)) func `a success has these members in this order`() async throws {
        let stage = try await Stage()
        _ = try await stage.tenant.linkedInstance()
        let answer = try await stage.send()
        #expect(answer.status == 200)
        #expect(answer.json.names == ["success", "message", "data"])
        #expect(answer.json["data"]?.names == ["message_id", "recipient", "message_type"])
        #expect(answer.json["success"] == true)
        #expect(answer.json["message"] == "Message sent successfully")
        #expect(answer.json["data"]?["message_type"] == "text")
    }

    @Test(.tags(.FQ_13)) func `the id is that of WhatsApp, and names the same message in the native API`() async throws {
        let stage = try await Stage()
        _ = try await stage.tenant.linkedInstance()
        let id = try #require(try await stage.send().json["data"]?["message_id"]?.string)
        try #require(id.hasPrefix("wamid."))
        let bytes = try #require(Base64.url.decode(String(id.dropFirst("wamid.".count))))
        let whatsAppID = String(decoding: bytes, as: UTF8.self)
        #expect(whatsAppID.hasPrefix("3EB0"))
        let found = try await stage.harness.database.count(
            "SELECT count(*) FROM messaging.message WHERE tenant_id = \(stage.tenant.id) AND whatsapp_id = \(whatsAppID) AND sent_at IS NOT NULL")
        #expect(found == 1)
    }

    @Test(.tags(.FQ_10, .FQ_13)) func `an id that was answered is the message that is replied to`() async throws {
        let stage = try await Stage()
        _ = try await stage.tenant.linkedInstance()
        let first = try #require(try await stage.send().json["data"]?["message_id"])
        #expect(try await stage.send(Stage.body([JSON.Member("context_message_id", first)])).status == 200)
        let replies = try await stage.harness.database.count(
            """
            SELECT count(*) FROM messaging.message reply JOIN messaging.message first
                ON first.tenant_id = reply.tenant_id AND first.whatsapp_id = reply.reply_to
             WHERE reply.tenant_id = \(stage.tenant.id)
            """)
        #expect(replies == 1)
    }

    static let strangeIDs: [JSON] = [
        "", "wamid.", "wamid", "WAMID.M0VCMA", "wamid.M0VCMA==", "wamid.M0VCM", "wamid.HBgLMjc4MTIzNDU2NzgVAgASGBQzRUI...", "wamid.AA", "3EB0F2A3", 7,
        .string("wamid." + String(repeating: "QUFB", count: 100)),
    ]

    @Test(.tags(.FQ_10), arguments: strangeIDs) func `what no answer can have shown is no message to reply to`(id: JSON) async throws {
        let stage = try await Stage()
        _ = try await stage.tenant.linkedInstance()
        let answer = try await stage.send(Stage.body([JSON.Member("context_message_id", id)]))
        #expect(answer.status == 400)
        #expect(answer.json["message"]?.string?.hasPrefix("context_message_id ") == true)
        #expect(try await stage.messages() == 0)
    }

    @Test(.tags(.FQ_04, .FQ_14), arguments: ["+27123456789", "27123456789", "+27 12 345-6789"]) func `the recipient is answered in digits alone`(
        number: String
    ) async throws {
        let stage = try await Stage()
        _ = try await stage.tenant.linkedInstance()
        #expect(try await stage.send(Stage.body(to: number)).json["data"]?["recipient"] == "27123456789")
    }

    static let numbers: [JSON?] = [
        nil, .null, "", "Ada", "012 345 6789", "+27 12 345 67890", "00271234567890", 27_123_456_789, ["+27123456789"], "120363@g.us",
    ]

    @Test(.tags(.FQ_04), arguments: numbers) func `a number without country code, or none, is refused`(number: JSON?) async throws {
        let stage = try await Stage()
        _ = try await stage.tenant.linkedInstance()
        let members = [JSON.Member("message_type", "text"), JSON.Member("text", "Hello")]
        let answer = try await stage.send(.object((number.map { [JSON.Member("phone_number", $0)] } ?? []) + members))
        #expect(answer.status == 400)
        #expect(answer.json.names == ["error", "message"])
        #expect(answer.json["message"]?.string?.hasPrefix("phone_number ") == true)
        #expect(try await stage.messages() == 0)
    }

    static let types: [JSON?] = [nil, .null, "", "TEXT", "telegram", 1]

    @Test(.tags(.FQ_20), arguments: types) func `a kind of message that there is not, or none, is refused`(type: JSON?) async throws {
        let stage = try await Stage()
        _ = try await stage.tenant.linkedInstance()
        let members = [JSON.Member("phone_number", "+27123456789"), JSON.Member("text", "Hello")]
        let answer = try await stage.send(.object(members + (type.map { [JSON.Member("message_type", $0)] } ?? [])))
        #expect(answer.status == 400)
        #expect(answer.json["message"]?.string?.hasPrefix("message_type ") == true)
        #expect(try await stage.messages() == 0)
    }

    static let texts: [JSON?] = [nil, .null, ""]

    @Test(.tags(.FQ_06, .FQ_17), arguments: texts) func `a text message without a text lacks a required field`(text: JSON?) async throws {
        let stage = try await Stage()
        _ = try await stage.tenant.linkedInstance()
        let members = [JSON.Member("phone_number", "+27123456789"), JSON.Member("message_type", "text")]
        let answer = try await stage.send(.object(members + (text.map { [JSON.Member("text", $0)] } ?? [])))
        #expect(answer.status == 400)
        #expect(answer.json == ["error": "Missing required field", "message": "text is required for text messages"])
    }

    @Test(.tags(.FQ_16, .FQ_18)) func `every failure has two members, and a message to show`() async throws {
        let stage = try await Stage()
        let client = stage.harness.client
        var answers = [
            try await client.call("POST", "/send-whatsapp"), try await client.call("GET", "/send-whatsapp", key: stage.tenant.key),
            try await client.call("GET", "/send-whatsapp/x", key: stage.tenant.key), try await stage.send(.object([])), try await stage.send(),
            try await client.call("POST", "/send-whatsapp?tenantId=nobody", key: stage.tenant.key, Stage.body()),
            try await client.call("POST", "/send-whatsapp?tenantId=a&tenantId=b", key: stage.tenant.key, Stage.body()),
            try await client.call("POST", "/send-whatsapp/%ff", key: stage.tenant.key, Stage.body()),
        ]
        _ = try await stage.tenant.linkedInstance()
        for ending in ["0000", "0001", "0004"] { answers.append(try await stage.send(Stage.body(to: "+2712345\(ending)"))) }
        #expect(answers.map(\.status) == [401, 405, 404, 400, 409, 403, 400, 400, 400, 400, 429])
        for answer in answers {
            #expect(answer.json.names == ["error", "message"], "\(answer.text)")
            #expect(answer.json["error"]?.string?.isEmpty == false, "\(answer.text)")
            #expect(answer.json["message"]?.string?.isEmpty == false, "\(answer.text)")
        }
    }

    @Test(.tags(.FQ_21)) func `an acknowledgement that comes in time is waited for`() async throws {
        let stage = try await Stage()
        _ = try await stage.tenant.linkedInstance()
        #expect(try await stage.send(Stage.body(to: "+27123450003")).status == 200)
        #expect(
            try await stage.harness.database.count(
                "SELECT count(*) FROM messaging.message WHERE tenant_id = \(stage.tenant.id) AND sent_at IS NOT NULL") == 1)
    }

    @Test(.tags(.FQ_21)) func `what is open when the time is up is a success, and is sent later`() async throws {
        try await Harness.with(["HERALD_SYNC_TIMEOUT": "1"]) { harness in
            let tenant = try await harness.tenant()
            _ = try await tenant.linkedInstance()
            _ = try await harness.client.call("POST", "/v1/sandbox/network", key: Harness.adminKey, ["acknowledge": false])
            let answer = try await harness.client.call("POST", "/send-whatsapp", key: tenant.key, Stage.body())
            #expect(answer.status == 200)
            let id = try #require(answer.json["data"]?["message_id"]?.string)
            #expect(try await harness.database.count("SELECT count(*) FROM messaging.message WHERE sent_at IS NULL") == 1)
            _ = try await harness.client.call("POST", "/v1/sandbox/network", key: Harness.adminKey, ["acknowledge": true])
            try await harness.settle()
            let whatsAppID = String(decoding: try #require(Base64.url.decode(String(id.dropFirst("wamid.".count)))), as: UTF8.self)
            #expect(
                try await harness.database.count("SELECT count(*) FROM messaging.message WHERE state = 'read' AND whatsapp_id = \(whatsAppID)") == 1)
        }
    }

    @Test func `a number that is not ready is written to by nobody, now or later`() async throws {
        let stage = try await Stage()
        _ = try await stage.tenant.pairingInstance()
        let answer = try await stage.send()
        #expect(answer.status == 409)
        #expect(answer.json["error"] == "Instance not ready")
        #expect(try await stage.messages() == 0)
    }
}
