import API
import Accounts
import Billing
import Contracts
import Core
import HTTP

extension Admin {
    var tenantRoutes: [Route] { [listTenants, createTenant, getTenant, updateTenant, closeTenant] }

    private var listTenants: Route {
        Route(
            .get, "/admin/v1/tenants", "List tenants, newest first", takes: PageLimit.input, PageLimit.cursor(Shape<TenantID>.identifier()),
            .query(
                "search", optional: Shape<String>.text(min: TenantFilter.textLength.lowerBound, max: TenantFilter.textLength.upperBound),
                "What a name or slug has in it, or the address of one of a tenant's people begins with"),
            .query("status", optional: Shape<TenantState>.choice()),
            gives: .ok(Page<TenantResource, TenantID>.shape(of: TenantResource.shape, cursor: .identifier())), auth: .operatorKey
        ) { [accounts] _, limit, cursor, search, status in
            let filter = TenantFilter(text: search, isSuspended: status.map { $0 == .suspended })
            let (tenants, next) = try await accounts.tenants(filter, after: cursor, limit: limit)
            return Page(data: tenants.map { TenantResource($0) }, next: next)
        }
    }

    private var createTenant: Route {
        Route(
            .post, "/admin/v1/tenants", "Make a tenant, its owner and two keys", takes: .body(NewTenantRequest.shape, example: .example),
            gives: .created(MadeTenant.shape, location: { "/admin/v1/tenants/\($0.tenant)" }), fails: [.conflict], auth: .operatorKey
        ) { [accounts] _, body in
            let wanted = NewTenant(name: body.name, slug: body.slug, plan: body.plan, ownerEmail: body.owner, timeZone: body.timeZone)
            return MadeTenant(try await accounts.create(wanted))
        }
    }

    private var getTenant: Route {
        Route(
            .get, "/admin/v1/tenants/{id}", "Get a tenant", takes: .path("id", .identifier()), gives: .ok(TenantResource.shape),
            fails: [.notFound], auth: .operatorKey
        ) { [accounts, billing] _, id in
            TenantResource(try await accounts.tenant(id), try await billing.subscription(of: id))
        }
    }

    private var updateTenant: Route {
        Route(
            .patch, "/admin/v1/tenants/{id}", "Give a tenant another plan or limits of its own; suspend or reactivate it",
            takes: .path("id", .identifier()), .body(TenantUpdate.shape, example: .example), gives: .ok(TenantResource.shape), fails: [.notFound],
            auth: .operatorKey
        ) { [accounts, billing] _, id, body in
            let (limits, media) = body.overrides.changes()
            let tenant = try await accounts.decide(
                try body.decision(), about: id, plan: body.plan, overrides: OverrideChanges(limits: limits, mediaBytes: media))
            return TenantResource(tenant, try await billing.subscription(of: id))
        }.named(
            "updateTenant",
            """
            All of it or nothing, from the next request on; other processes follow within a second. While a tenant is suspended nobody is admitted \
            for it, its event streams end, and nothing leaves for it: what was accepted waits, at most 24 hours, and webhooks wait. Its numbers stay \
            linked and connected, so that nothing that arrives is lost.
            """)
    }

    private var closeTenant: Route {
        Route(
            .delete, "/admin/v1/tenants/{id}", "Close a tenant for good", takes: .path("id", .identifier()),
            .body(TenantEnd.shape, example: .example), gives: .noContent, fails: [.notFound], auth: .operatorKey
        ) { [accounts] _, id, body in
            try await accounts.close(id, confirming: body.confirm)
        }.named("deleteTenant", "Access ends with the answer; everything the tenant has is erased soon after. Nothing can be undone.")
    }
}
