package import API
package import Accounts
package import Audit
package import Auth
package import Billing
import Contracts
package import Events
package import HTTP
package import Instances
package import Webhooks

/// The operator's own API, under `/admin/v1`, behind a key of its own (contract ADM).
package struct Admin: Sendable {
    let accounts: Accounts
    let auth: Auth
    let billing: Billing
    let audit: Audit
    let instances: Instances
    let webhooks: Webhooks
    let deadEvents: DeadEvents
    let auditEntry: Shape<AuditRecord>
    let render: @Sendable (Failure, FailureContext) -> HTTPResponse

    /// Speaks for the domain; failures are worded by `render` and entries of the audit shown by `auditEntry`, as Native does.
    package init(
        accounts: Accounts, auth: Auth, billing: Billing, audit: Audit, instances: Instances, webhooks: Webhooks, deadEvents: DeadEvents,
        auditEntry: Shape<AuditRecord>, render: @escaping @Sendable (Failure, FailureContext) -> HTTPResponse
    ) {
        self.accounts = accounts
        self.auth = auth
        self.billing = billing
        self.audit = audit
        self.instances = instances
        self.webhooks = webhooks
        self.deadEvents = deadEvents
        self.auditEntry = auditEntry
        self.render = render
    }

    /// The dialect, to be mounted.
    package var dialect: Dialect {
        Dialect(
            .admin, title: "Herald for its operator", version: "1.0.0",
            about: "Plans, tenants, usage, events that were given up, and what was done by whom.", security: Security(key: .bearer),
            failureSchema: ProblemDocument.shape.schema, credentials: { (request, _) throws(Problem) in try .bearer(request) }, render: render,
            routes: planRoutes + tenantRoutes + impersonationRoutes + usageRoutes + deadEventRoutes + auditRoutes)
    }
}
