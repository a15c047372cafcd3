import API
import Audit
import Contracts
import Core
import HTTP

/// Trails that are no tenant's.
enum AuditTrailName: String, Sendable, CaseIterable {
    case `operator`
}

extension Admin {
    var auditRoutes: [Route] { [listAudit] }

    private var listAudit: Route {
        Route(
            .get, "/admin/v1/audit", "List who did what that matters for security, newest first", takes: PageLimit.input,
            PageLimit.cursor(Shape<AuditEntryID>.identifier()), .query("tenant_id", optional: Shape<TenantID>.identifier(), "Those of one tenant"),
            .query("trail", optional: Shape<AuditTrailName>.choice(), "Those that concern no tenant"),
            .query("action", optional: Shape<AuditAction>.choice(), "Those of this action alone"),
            .query("from", optional: Shape<Instant>.instant, "Those from this moment on"),
            .query("to", optional: Shape<Instant>.instant, "Those before this moment"),
            gives: .ok(Page<AuditRecord, AuditEntryID>.shape(of: auditEntry, cursor: .identifier())), auth: .operatorKey
        ) { [audit] _, limit, cursor, tenant, trail, action, from, to in
            let scope: AuditScope =
                switch (tenant, trail) {
                case (nil, nil): .everything
                case (let tenant?, nil): .tenant(tenant)
                case (nil, .operator): .operatorOnly
                case (.some, .operator): throw Problem.invalid([Violation("?trail", "does not go with tenant_id")])
                }
            let (entries, next) = try await audit.entries(
                scope, matching: AuditFilter(action: action, from: from, to: to), after: cursor, limit: limit)
            return Page(data: entries, next: next)
        }.named("listAudit", "Of all tenants and the operator, unless `tenant_id` or `trail` says whose.")
    }
}
