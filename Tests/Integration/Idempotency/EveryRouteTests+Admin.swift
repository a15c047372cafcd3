import Core
import Database
import TestSupport
import Testing

extension EveryRouteTests {
    static let admin: [Case] = [
        Case("admin", "POST /admin/v1/plans") { world, operation in
            world.bearer(operation, [:], world.plan, token: Harness.adminKey)
        },
        Case("admin", "PATCH /admin/v1/plans/{name}") { world, operation in
            world.bearer(operation, ["name": try await world.madePlan()], ["price_minor": 100], token: Harness.adminKey)
        },
        Case("admin", "DELETE /admin/v1/plans/{name}") { world, operation in
            world.bearer(operation, ["name": try await world.madePlan()], token: Harness.adminKey)
        },
        Case("admin", "POST /admin/v1/tenants") { world, operation in
            world.bearer(
                operation, [:], ["name": "Acme", "slug": .string("new-\(world.tenant.id)"), "owner": "owner@acme.test"], token: Harness.adminKey)
        },
        Case("admin", "PATCH /admin/v1/tenants/{id}") { world, operation in
            world.bearer(
                operation, ["id": world.tenant.id.description], ["plan": "free", "overrides": ["max_keys": 7], "status": "suspended"],
                token: Harness.adminKey)
        },
        Case("admin", "DELETE /admin/v1/tenants/{id}") { world, operation in
            let other = try await world.herald.someTenant()
            return world.bearer(operation, ["id": other.id.description], ["confirm": .string(other.slug)], token: Harness.adminKey)
        },
        Case("admin", "POST /admin/v1/tenants/{id}/impersonations") { world, operation in
            world.bearer(operation, ["id": world.tenant.id.description], ["reason": "x", "minutes": 5], token: Harness.adminKey)
        },
        Case("admin", "DELETE /admin/v1/tenants/{id}/impersonations/{impersonation}") { world, operation in
            let made = try await world.herald.client.call(
                "POST", "/admin/v1/tenants/\(world.tenant.id)/impersonations", key: Harness.adminKey, ["reason": "x", "minutes": 5])
            let ids = ["id": world.tenant.id.description, "impersonation": try #require(made.json["id"]?.string)]
            return world.bearer(operation, ids, token: Harness.adminKey)
        },
        Case("admin", "POST /admin/v1/events/dead/{id}/replay") { world, operation in
            try await world.bury()
            return world.bearer(operation, ["id": world.tenant.id.description], token: Harness.adminKey)
        },
        Case("admin", "POST /admin/v1/events/dead/replay") { world, operation in
            try await world.bury()
            return world.bearer(operation, [:], ["tenant_id": .string(world.tenant.id.description)], token: Harness.adminKey)
        },
    ]
}

extension World {
    /// One that nobody has made yet.
    fileprivate var plan: JSON { ["name": .string("p-\(tenant.id)"), "price_minor": 0, "currency": "EUR", "limits": [:]] }

    fileprivate func madePlan() async throws -> String {
        let made = try await herald.client.call("POST", "/admin/v1/plans", key: Harness.adminKey, plan)
        return try #require(made.json["name"]?.string, "\(made.text)")
    }

    /// An event that was given up, and that its subscriber takes now.
    fileprivate func bury() async throws {
        try await herald.database.script(
            """
            INSERT INTO events.dead (tenant_id, id, subscriber, event, payload, tries, error, died_at)
            VALUES ('\(tenant.id)', '\(tenant.id)', 'instances.remove_all', 'accounts.tenant_closed.v1',
                    '{"tenant_id": "\(tenant.id)", "occurred_at": 0}', 20, '', now())
            """)
    }
}
