import Contracts
import Core
import Database
import TestSupport
import Testing

extension AdminTests {
    /// Events that were given up.
    @Suite struct DeadEventTests {
        /// Events of a name that nobody else has, given up by two subscribers.
        private func bury(_ count: Int, of stage: Stage) async throws -> String {
            let name = "test.\(stage.tenant.slug).v1"
            try await stage.harness.database.script(
                """
                INSERT INTO events.dead (tenant_id, id, subscriber, event, payload, tries, error, died_at)
                SELECT '\(stage.tenant.id)', gen_random_uuid(), s, '\(name)', '{"text": "s3cret"}', 20, 'Refusal()', now()
                FROM generate_series(1, \(count)), unnest(ARRAY['test.one', 'test.two']) AS s
                """)
            return name
        }

        @Test func `they are listed page by page, without what they say`() async throws {
            let stage = try await Stage()
            let name = try await bury(2, of: stage)
            var (found, cursor): ([JSON], String) = ([], "")
            while true {
                let page = try await stage.admin("GET", "/events/dead?limit=3&event=\(name)" + cursor)
                #expect(!page.text.contains("s3cret"))
                found += try #require(page.json["data"]?.array, "\(page.text)")
                guard let next = page.json["next_cursor"]?.string else { break }
                cursor = "&cursor=\(next)"
            }
            #expect(found.count == 4 && Set(found.map(\.text)).count == 4)
            let first = try #require(found.first)
            #expect(first.object?.map(\.name) == ["id", "tenant_id", "event", "subscriber", "tries", "error", "died_at"])
            #expect(first["tenant_id"]?.string == stage.tenant.id.description && first["tries"] == 20 && first["error"] == "Refusal()")
            let one = try await stage.admin("GET", "/events/dead?tenant_id=\(stage.tenant.id)&subscriber=test.one").json["data"]?.array
            #expect(one?.count == 2 && one?.allSatisfy { $0["subscriber"] == "test.one" } == true)
            #expect(
                try await stage.admin("GET", "/events/dead?cursor=x&limit=0&tenant_id=x").pointers.sorted() == ["?cursor", "?limit", "?tenant_id"])
        }

        @Test func `one is replayed, to one subscriber or to all that gave it up`() async throws {
            let stage = try await Stage()
            let name = try await bury(1, of: stage)
            let ids = try await stage.admin("GET", "/events/dead?event=\(name)").json["data"]?.array?.compactMap { $0["id"]?.string } ?? []
            for id in ids {
                #expect(try await stage.admin("POST", "/events/dead/\(id)/replay").json == ["replayed": 1, "has_more": false])
                #expect(try await stage.admin("POST", "/events/dead/\(id)/replay").isProblem(404, "not_found"))
            }
            let waiting = try await stage.harness.database.count(
                "SELECT count(*) FROM events.delivery WHERE tenant_id = \(stage.tenant.id) AND event = \(name) AND tries = 0")
            #expect(waiting == 2)
        }

        @Test func `all of a tenant or a subscriber are replayed, and nobody replays everything by mistake`() async throws {
            let stage = try await Stage()
            let name = try await bury(3, of: stage)
            #expect(try await stage.admin("POST", "/events/dead/replay", [:]).isProblem(400, "invalid_request"))
            let body: JSON = ["tenant_id": .string(stage.tenant.id.description), "subscriber": "test.one"]
            #expect(try await stage.admin("POST", "/events/dead/replay", body).json == ["replayed": 3, "has_more": false])
            #expect(try await stage.admin("POST", "/events/dead/replay", ["event": .string(name)]).json == ["replayed": 3, "has_more": false])
            #expect(try await stage.admin("POST", "/events/dead/replay", ["event": .string(name)]).json == ["replayed": 0, "has_more": false])
        }
    }
}
