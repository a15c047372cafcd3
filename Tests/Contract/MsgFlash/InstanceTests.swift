import App
import Contracts
import Core
import Database
import Instances
import TestSupport
import Testing
import Webhooks

@testable import MsgFlash

/// Contract MF-04 to MF-14, MF-17 and MF-18: what is read of instances.
@Suite(.serialized, .herald) struct InstanceTests {
    @Test(.tags(.MF_04), arguments: Stage.paths) func `a success is data and nothing beside`(path: String) async throws {
        let stage = try await Stage()
        let answer = try await stage.get(path, of: try await stage.tenant.pairingInstance())
        #expect(answer.status == 200)
        #expect(answer.json.names == ["data"])
    }

    @Test(.tags(.MF_05)) func `the list minds neither a query nor a body`() async throws {
        let stage = try await Stage()
        _ = try await stage.tenant.pairingInstance()
        let plain = try await stage.get("/api/v1/instances").text
        for query in ["?limit=0", "?limit=many&page=7", "?status=connected&status=nonsense", "?%20", "?id=00000000-0000-7000-8000-000000000000"] {
            let answer = try await stage.get("/api/v1/instances" + query)
            #expect(answer.status == 200, "\(query)")
            #expect(answer.text == plain, "\(query)")
        }
        for body in [["name": "x"], [], "text"] as [JSON] {
            let answer = try await stage.harness.client.call("GET", "/api/v1/instances", body, headers: [("x-api-key", stage.tenant.key)])
            #expect(answer.text == plain)
        }
    }

    @Test(.tags(.MF_06)) func `an item of the list has the documented members, those that hold nothing too`() async throws {
        let stage = try await Stage()
        _ = try await stage.tenant.pairingInstance()
        let item = try await stage.listed()
        #expect(item.names == ["id", "name", "waNumber", "status", "webhook", "meta", "deletedAt", "createdAt", "updatedAt"])
        for name in ["webhook", "meta", "deletedAt"] {
            #expect(item[name] == .null, "\(name)")
        }
    }

    @Test(.tags(.MF_06)) func `the webhook is the URL that is set on the instance itself`() async throws {
        let stage = try await Stage()
        try await WebhookReceiver.with { receiver in
            let id = try await stage.tenant.pairingInstance()
            _ = try await stage.tenant.endpoint(receiver.url + "/of-its-own")
            #expect(try await stage.listed()["webhook"] == .null)
            let instance = InstanceReference(tenant: stage.tenant.id, id: try #require(InstanceID(id)))
            let url = receiver.url + "/shortcut"
            let prepared = try await stage.harness.deployment.webhooks.prepare(url, for: instance, in: .native)
            _ = try await stage.harness.deployment.database.write(as: stage.tenant.id) { tx in try prepared.keep(in: tx) != nil }
            #expect(try await stage.listed()["webhook"]?.string == url)
        }
    }

    @Test(.tags(.MF_07)) func `ids are UUIDs, numbers have their plus sign, times their milliseconds and Z`() async throws {
        let stage = try await Stage()
        let id = try await stage.tenant.pairingInstance()
        #expect(try await stage.listed()["waNumber"] == .null)
        _ = try await stage.tenant.call("POST", "/v1/sandbox/instances/\(id)/scan", ["number": "33612345678"])
        try await eventually("it is linked") { try await stage.listed()["waNumber"] == "+33612345678" }
        let item = try await stage.listed()
        #expect(item["id"]?.string == id)
        #expect(InstanceID(id) != nil)
        for name in ["createdAt", "updatedAt"] {
            let text = try #require(item[name]?.string)
            #expect(text.wholeMatch(of: try Regex(#"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"#)) != nil)
        }
    }

    @Test(.tags(.MF_08)) func `every status has one of three words`() {
        let words = Dictionary(uniqueKeysWithValues: InstanceStatus.allCases.map { ($0, Values.status($0).rawValue) })
        #expect(
            words == [
                .connected: "connected", .degraded: "connected", .pairing: "connecting", .passkeyRequired: "connecting",
                .connecting: "connecting", .created: "disconnected", .disconnected: "disconnected", .loggedOut: "disconnected",
            ])
    }

    @Test(.tags(.MF_08, .MF_13, .MF_14)) func `status and live state follow the instance from its code to its end`() async throws {
        let stage = try await Stage()
        let id = try await stage.tenant.pairingInstance()
        try await expectState("connecting", "connecting", of: id, stage)
        _ = try await stage.tenant.call("POST", "/v1/sandbox/instances/\(id)/scan", ["number": "254700000001"])
        try await expectState("connected", "open", of: id, stage)
        _ = try await stage.tenant.call("POST", "/v1/sandbox/instances/\(id)/disconnect", ["reason": "logged_out"])
        try await expectState("disconnected", "close", of: id, stage)
    }

    /// Waits until all three routes say so.
    private func expectState(_ status: String, _ provider: String, of id: String, _ stage: Stage) async throws {
        let expected = JSON.object([
            JSON.Member("instanceId", .string(id)), JSON.Member("status", .string(status)), JSON.Member("providerState", .string(provider)),
        ])
        try await eventually("\(status), \(provider)") {
            try await stage.get("/api/v1/instances/{id}/state", of: id).json["data"] == expected
        }
        #expect(try await stage.get("/api/v1/instances/{id}", of: id).json["data"]?["status"]?.string == status)
        #expect(try await stage.listed()["status"]?.string == status)
    }

    @Test(.tags(.MF_09), arguments: Array(Stage.paths.dropFirst())) func `neither name nor number stands for the id`(path: String) async throws {
        let stage = try await Stage()
        let made = try await stage.tenant.call("POST", "/v1/instances", ["name": "boutique-principale"])
        let id = try #require(made.json["id"]?.string)
        for other in ["boutique-principale", "+33612345678", "33612345678", "%2B33612345678"] {
            let answer = try await stage.get(path, of: other)
            #expect(answer.status == 400, "\(other)")
            #expect(answer.code == "VALIDATION_ERROR", "\(other)")
        }
        #expect(try await stage.get(path, of: id).status == 200)
    }

    @Test(.tags(.MF_10)) func `an instance alone has the documented members`() async throws {
        let stage = try await Stage()
        let id = try await stage.tenant.pairingInstance()
        let data = try #require(try await stage.get("/api/v1/instances/{id}", of: id).json["data"])
        #expect(data.names == ["id", "name", "waNumber", "status", "createdAt", "updatedAt"])
        let item = try await stage.listed()
        for name in data.names {
            #expect(data[name] == item[name], "\(name)")
        }
    }

    static let noIDs = [
        "1", "-", "null", "undefined", "inst_uuid", "00000000-0000-7000-8000-00000000000", "00000000-0000-7000-8000-0000000000000",
        "00000000000070008000000000000000", "%7B00000000-0000-7000-8000-000000000000%7D", "%00", "%F0%9F%A6%86", "..%2F..%2Fetc", "%27%20OR%201=1",
        String(repeating: "9", count: 2000),
    ]

    @Test(.tags(.MF_12), arguments: Array(Stage.paths.dropFirst())) func `what is no UUID is no server's error`(path: String) async throws {
        let stage = try await Stage()
        for id in Self.noIDs {
            let answer = try await stage.get(path, of: id)
            #expect([400, 404].contains(answer.status), "\(id)")
            #expect(["VALIDATION_ERROR", "NOT_FOUND"].contains(answer.code), "\(id)")
        }
    }

    @Test(.tags(.MF_17), arguments: ["POST", "PUT", "PATCH", "DELETE"]) func `instances are only read here`(method: String) async throws {
        let stage = try await Stage()
        let id = try await stage.tenant.pairingInstance()
        let before = try await stage.listed()
        for path in Stage.paths {
            let answer = try await stage.harness.client.call(
                method, path.replacing("{id}", with: id), ["name": "another"], headers: [("x-api-key", stage.tenant.key)])
            #expect(answer.status == 405, "\(path)")
            #expect(answer.header("Allow") == "GET, HEAD", "\(path)")
            #expect(answer.code == "BAD_REQUEST", "\(path)")
        }
        #expect(try await stage.listed() == before)
    }

    @Test(.tags(.MF_18)) func `what was deleted is neither listed nor found`() async throws {
        let stage = try await Stage()
        let (gone, kept) = (try await stage.tenant.linkedInstance("254700000001"), try await stage.tenant.linkedInstance("254700000002"))
        try await stage.harness.deployment.instances.remove(try #require(InstanceID(gone)), as: stage.caller)
        #expect(try await stage.listed()["id"]?.string == kept)
        for path in Stage.paths.dropFirst() {
            #expect(try await stage.get(path, of: gone).status == 404, "\(path)")
        }
    }

    @Test func `the list is whole, up to a limit`() async throws {
        let stage = try await Stage()
        try await stage.harness.database.script(
            """
            INSERT INTO instances.instance (tenant_id, id, channel, sandbox, status, wish, created_at, updated_at)
            SELECT '\(stage.tenant.id)', gen_random_uuid(), 'simulator', true, 'created', 'none', now(), now()
            FROM generate_series(1, \(MsgFlash.listLimit + 1))
            """)
        let ids = try await stage.get("/api/v1/instances").json["data"]?.array?.compactMap { $0["id"]?.string } ?? []
        #expect(ids.count == MsgFlash.listLimit)
        #expect(Set(ids).count == MsgFlash.listLimit)
        #expect(ids == ids.sorted(by: >))
    }
}
