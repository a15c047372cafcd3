import App
import Billing
import Contracts
import Core
import TestSupport
import Testing

extension NativeTests {
    /// What a tenant is told that a month came to.
    @Suite struct StatementTests {
        private static let members = ["month", "plan", "currency", "final", "lines", "totals"]

        @Test func `the running month's statement has what was sent, by JSON and by CSV alike`() async throws {
            let harness = try #require(Harness.shared)
            let tenant = try await harness.someTenant(plan: "free")
            _ = try await tenant.linkedInstance()
            let sent = try await tenant.call(
                "POST", "/v1/messages", ["to": ["254712345671", "254712345672"], "type": "text", "text": "Karibu"])
            try #require(sent.status == 202)
            let month = CivilMonth(of: harness.database.runtime.clock.now.day)
            let answer = try await tenant.call("GET", "/v1/usage/statements/\(month)")
            #expect(answer.status == 200, "\(answer.text)")
            let statement = answer.json
            #expect(statement.object?.map(\.name) == Self.members)
            #expect(statement["month"]?.string == month.description)
            #expect(statement["plan"] == "free")
            #expect(statement["currency"] == "USD")
            #expect(statement["final"] == false)
            #expect(statement["totals"]?["messages"] == 2)
            #expect(statement["totals"]?["overage"] == 0)
            #expect(statement["totals"]?["price_minor"] == 0)
            let lines = try #require(statement["lines"]?.array)
            #expect(lines.reduce(0) { $0 + ($1["messages"]?.integer ?? 0) } == 2)

            let table = try await tenant.call("GET", "/v1/usage/statements/\(month)?format=csv")
            #expect(table.header("Content-Type") == "text/csv; charset=utf-8; header=present")
            #expect(table.header("Content-Disposition") == "attachment; filename=\"statement-\(month).csv\"")
            let rows = table.text.split(separator: "\r\n").map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
            #expect(rows.first == ["month", "plan", "from", "to", "currency", "price_minor", "included", "messages", "overage"])
            #expect(rows.count == lines.count + 2)
            for (row, line) in zip(rows.dropFirst(), lines) {
                let values = ["plan", "from", "to", "currency", "price_minor", "included", "messages", "overage"].map { name in
                    line[name]?.string ?? line[name]?.integer.map { "\($0)" } ?? ""
                }
                #expect(row == [month.description] + values)
            }
            #expect(rows.last?[1] == "total")
            #expect(rows.last?[7] == "2")
        }

        @Test func `messages beyond what the plan includes are told as such`() async throws {
            let harness = try #require(Harness.shared)
            let tenant = try await harness.someTenant(plan: "free")
            _ = try await tenant.linkedInstance()
            _ = try await harness.deployment.billing.change(
                tenant.id, overrides: OverrideChanges(limits: [.messagesPerDay: .set(.value(200))]))
            let numbers = (0..<150).map { JSON.string("2547\(String($0 + 10_000_000).suffix(7))9") }
            let sent = try await tenant.call("POST", "/v1/messages", ["to": .array(numbers), "type": "text", "text": "Karibu"])
            try #require(sent.status == 202, "\(sent.text)")
            let month = CivilMonth(of: harness.database.runtime.clock.now.day)
            let totals = try await tenant.call("GET", "/v1/usage/statements/\(month)").json["totals"]
            #expect(totals?["messages"] == 150)
            #expect(totals?["overage"] == 50)
        }

        @Test func `there is a statement for every month since the tenant has a plan, the latest first`() async throws {
            let harness = try #require(Harness.shared)
            let tenant = try await harness.someTenant()
            let month = CivilMonth(of: harness.database.runtime.clock.now.day)
            let list = try await tenant.call("GET", "/v1/usage/statements").json
            #expect(list["data"]?.array?.compactMap { $0["month"]?.string } == [month.description])
            #expect(list["next_cursor"] == .null)
            for other in [month.next, month.previous] {
                let answer = try await tenant.call("GET", "/v1/usage/statements/\(other)")
                #expect(answer.status == 404)
                #expect(answer.json["code"] == "not_found")
            }
            for text in ["2026-13", "2026", "now", "2026-1", "2026-01-01"] {
                #expect(try await tenant.call("GET", "/v1/usage/statements/\(text)").status == 400, "\(text)")
            }
            #expect(try await tenant.call("GET", "/v1/usage/statements/\(month)?format=pdf").status == 400)
        }

        @Test func `pages of statements go back month by month, and none is told twice`() async throws {
            let harness = try #require(Harness.shared)
            let tenant = try await harness.someTenant()
            let today = CivilMonth(of: harness.database.runtime.clock.now.day)
            var months = [today]
            for _ in 0..<4 { months.append(months[months.count - 1].previous) }
            try await harness.database.script(
                """
                UPDATE billing.term SET day = '\(months[4].firstDay)' WHERE tenant_id = '\(tenant.id)';
                UPDATE billing.subscription SET created_at = '\(months[4].firstDay)' WHERE tenant_id = '\(tenant.id)'
                """)
            var found: [String] = []
            var cursor = ""
            repeat {
                let page = try await tenant.call("GET", "/v1/usage/statements?limit=2\(cursor)").json
                found += page["data"]?.array?.compactMap { $0["month"]?.string } ?? []
                cursor = page["next_cursor"]?.string.map { "&cursor=\($0)" } ?? ""
                try #require(found.count <= months.count)
            } while !cursor.isEmpty
            #expect(found == months.map(\.description))
            #expect(try await tenant.call("GET", "/v1/usage/statements/\(months[4])").json["final"] == true)
        }
    }
}
