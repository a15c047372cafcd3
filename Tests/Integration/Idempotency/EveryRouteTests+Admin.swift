import Core
import Database
import HTTP
import TestSupport
import Testing

extension EveryRouteTests {
    private static func admin(
        _ operation: String, _ body: JSON? = nil, _ ids: @escaping @Sendable (World) async throws -> [String: String]
    ) -> Case {
        Case("admin", operation) { world, operation in
            world.bearer(operation, try await ids(world), body, token: Harness.adminKey)
        }
    }

    private static let limits: JSON = ["max_instances": 25, "max_keys": .null]

    static let operatorsOwn: [Case] = [
        Case("admin", "POST /admin/v1/tenants") { world, operation in
            world.bearer(
                operation, [:], ["name": "Acme", "slug": .string("a-\(world.tenant.id)"), "plan": "pro", "owner": "owner@acme.test"],
                token: Harness.adminKey)
        },
        admin("PATCH /admin/v1/tenants/{id}", ["plan": "free", "status": "suspended", "reason": "Unpaid."]) { world in
            ["id": world.tenant.id.description]
        },
        Case("admin", "DELETE /admin/v1/tenants/{id}") { world, operation in
            world.bearer(
                operation, ["id": world.tenant.id.description], ["confirm": .string(world.tenant.slug)], token: Harness.adminKey)
        },
        admin("POST /admin/v1/tenants/{id}/impersonations", ["reason": "Ticket 1", "minutes": 5]) { world in
            ["id": world.tenant.id.description]
        },
        admin("DELETE /admin/v1/tenants/{id}/impersonations/{impersonation}") { world in
            let begun = try await world.operate(
                "POST", "/admin/v1/tenants/\(world.tenant.id)/impersonations", ["reason": "Ticket 1", "minutes": 5])
            return ["id": world.tenant.id.description, "impersonation": try #require(begun.json["id"]?.string, "\(begun.text)")]
        },
        Case("admin", "POST /admin/v1/plans") { world, operation in
            world.bearer(
                operation, [:], ["name": .string(world.plan), "price_minor": 4900, "currency": "EUR", "limits": limits], token: Harness.adminKey)
        },
        admin("PATCH /admin/v1/plans/{name}", ["price_minor": 5900]) { world in ["name": try await world.newPlan()] },
        admin("DELETE /admin/v1/plans/{name}") { world in ["name": try await world.newPlan()] },
        admin("POST /admin/v1/events/dead/{id}/replay") { world in ["id": try await world.deadEvent()] },
        Case("admin", "POST /admin/v1/events/dead/replay") { world, operation in
            _ = try await world.deadEvent()
            return world.bearer(operation, [:], ["tenant_id": .string(world.tenant.id.description)], token: Harness.adminKey)
        },
    ]
}

extension World {
    /// The name of a plan that no other test has.
    fileprivate var plan: String { "plan-\(tenant.id)" }

    fileprivate func operate(_ method: String, _ path: String, _ body: JSON? = nil) async throws -> TestAnswer {
        try await tenant.client.call(method, path, key: Harness.adminKey, body)
    }

    fileprivate func newPlan() async throws -> String {
        let made = try await operate(
            "POST", "/admin/v1/plans", ["name": .string(plan), "price_minor": 1, "currency": "EUR", "limits": ["max_instances": 1]])
        try #require(made.status == 201, "\(made.text)")
        return plan
    }

    /// An event that was given up, for somebody whom nobody knows.
    fileprivate func deadEvent() async throws -> String {
        try await herald.database.script(
            """
            INSERT INTO events.dead (tenant_id, id, subscriber, event, payload, tries, error, died_at)
            VALUES ('\(tenant.id)', '\(tenant.id)', 'test.nobody', 'test.nothing', '{}', 20, '', now())
            """)
        return tenant.id.description
    }
}
