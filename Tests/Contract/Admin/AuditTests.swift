import Core
import TestSupport
import Testing

extension AdminTests {
    /// Contract ADM-05: what the operator changes is written down, and a tenant reads what concerns it.
    @Suite struct AuditTests {
        /// The newest entry of that action in the tenant's trail, or the operator's.
        private func entry(_ action: String, _ stage: Stage, of query: String) async throws -> JSON {
            let answer = try await stage.admin("GET", "/audit?limit=100&action=\(action)&\(query)")
            return try #require(answer.json["data"]?.array?.first, "\(action): \(answer.text)")
        }

        private func isOperators(_ entry: JSON) -> Bool {
            entry["actor"]?["type"] == "operator" && entry["address"] == "127.0.0.1" && entry["request_id"]?.string != nil
        }

        @Test(.tags(.ADM_05)) func `every change of the operator's has an entry with actor, before, after, address and request`() async throws {
            let stage = try await Stage()
            let own = "tenant_id=\(stage.tenant.id)"
            try await stage.change(["plan": "free", "overrides": ["max_keys": 7]])
            let changed = try await entry("subscription.changed", stage, of: own)
            #expect(isOperators(changed) && changed["before"]?["plan"] == "pro" && changed["after"]?["plan"] == "free", "\(changed.text)")
            #expect(changed["after"]?["overrides"]?["max_keys"] == 7)

            let answer = try await stage.admin("PATCH", stage.path, ["status": "suspended", "reason": "Unpaid"])
            let suspended = try await entry("tenant.suspended", stage, of: own)
            #expect(isOperators(suspended) && suspended["before"]?["status"] == "active" && suspended["after"]?["reason"] == "Unpaid")
            #expect(suspended["request_id"]?.string == answer.header("X-Request-Id"))
            try await stage.change(["status": "active"])
            let active = try await entry("tenant.reactivated", stage, of: own)
            #expect(isOperators(active) && active["before"]?["reason"] == "Unpaid" && active["after"]?["status"] == "active", "\(active.text)")

            let name = stage.planName()
            _ = try await stage.admin("POST", "/plans", ["name": .string(name), "price_minor": 1, "currency": "EUR", "limits": [:]])
            _ = try await stage.admin("PATCH", "/plans/\(name)", ["price_minor": 2])
            _ = try await stage.admin("DELETE", "/plans/\(name)")
            for action in ["plan.created", "plan.updated", "plan.deleted"] {
                let entry = try await entry(action, stage, of: "trail=operator")
                #expect(isOperators(entry) && entry["subject"]?.string == "plan:\(name)" && entry["tenant_id"] == .null, "\(entry.text)")
                #expect(entry["before"]?["price_minor"]?.integer == ["plan.updated": 1, "plan.deleted": 2][action])
                #expect(entry["after"]?["price_minor"]?.integer == ["plan.created": 1, "plan.updated": 2][action])
            }
            #expect(try await stage.admin("DELETE", stage.path, ["confirm": .string(stage.tenant.slug)]).status == 204)
            let closed = try await entry("tenant.closed", stage, of: own)
            #expect(isOperators(closed) && closed["before"]?["slug"]?.string == stage.tenant.slug, "\(closed.text)")
        }

        @Test(.tags(.ADM_05)) func `a tenant reads that it was suspended and why, and what the operator looked at`() async throws {
            let stage = try await Stage()
            try await stage.change(["status": "suspended", "reason": "Unpaid"])
            try await stage.change(["status": "active"])
            let made = try await stage.admin("POST", stage.path + "/impersonations", ["reason": "Ticket 4711", "minutes": 5]).json
            let (id, token) = (try #require(made["id"]?.string), try #require(made["token"]?.string))
            _ = try await stage.harness.client.call("GET", "/v1/messages?limit=7", key: token)
            _ = try await stage.admin("DELETE", "\(stage.path)/impersonations/\(id)")

            let read = try await stage.tenant.call("GET", "/v1/audit?limit=100")
            #expect(!read.text.contains(token))
            func entry(_ action: String) throws -> JSON {
                try #require(read.json["data"]?.array?.first { $0["action"]?.string == action }, "\(action): \(read.text)")
            }
            #expect(try entry("tenant.suspended")["after"]?["reason"] == "Unpaid")
            let began = try entry("impersonation.began")
            #expect(began["after"]?["reason"] == "Ticket 4711" && began["subject"]?.string == "impersonation:\(id)")
            let used = try entry("impersonation.used")
            #expect(used["actor"]?["type"] == "operator" && used["actor"]?["id"]?.string == id, "\(used.text)")
            #expect(used["after"] == ["method": "GET", "path": "/v1/messages"])
            #expect(try entry("impersonation.ended")["actor"]?["type"] == "operator")
        }

        @Test func `trails are told apart, and wrong wishes refused`() async throws {
            let stage = try await Stage()
            try await stage.change(["status": "suspended"])
            let own = try await stage.admin("GET", "/audit?limit=100&tenant_id=\(stage.tenant.id)").json["data"]?.array ?? []
            #expect(!own.isEmpty && own.allSatisfy { $0["tenant_id"]?.string == stage.tenant.id.description })
            let operators = try await stage.admin("GET", "/audit?limit=100&trail=operator").json["data"]?.array ?? []
            #expect(operators.allSatisfy { $0["tenant_id"] == .null })
            let all = try await stage.admin("GET", "/audit?limit=1").json
            #expect(all["data"]?.array?.count == 1 && all["next_cursor"]?.string != nil)
            #expect(try await stage.admin("GET", "/audit?trail=operator&tenant_id=\(stage.tenant.id)").pointers == ["?trail"])
            let wrong = try await stage.admin("GET", "/audit?action=x&from=x&to=x&tenant_id=x&trail=x&cursor=x&limit=0")
            #expect(Set(wrong.pointers) == ["?action", "?from", "?to", "?tenant_id", "?trail", "?cursor", "?limit"], "\(wrong.text)")
        }
    }
}
