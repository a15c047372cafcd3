import API
import Audit
import Contracts
import Core
import HTTP

extension Native {
    var auditRoutes: [Route] { [listAudit] }

    private var listAudit: Route {
        Route(
            .get, "/v1/audit", "List who did what that matters for security, newest first", takes: PageLimit.input,
            PageLimit.cursor(of: AuditEntryKind.self), .query("action", optional: .choice(), "Those of this action alone"),
            .query("from", optional: .instant, "Those from this moment on"), .query("to", optional: .instant, "Those before this moment"),
            gives: .ok(Page<AuditResource, AuditEntryKind>.shape(of: AuditResource.shape)), auth: .key([.manage, .read])
        ) { [audit] call, limit, cursor, action, from, to in
            // It tells of everybody and everything: what reaches only a part of the tenant does not see it.
            guard call.caller.reachesWholeTenant else { throw Problem.forbidden(.scope) }
            let (entries, next) = try await audit.entries(
                .tenant(call.caller.tenant), matching: AuditFilter(action: action, from: from, to: to), after: cursor, limit: limit)
            return Page(data: entries.map(AuditResource.init), next: next)
        }.named(
            "listAudit",
            "Each entry is chained to the one before by its `hash`, which nobody can make who has the database alone; sequence numbers have no gaps.")
    }
}
