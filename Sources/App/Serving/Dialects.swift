import API
import Accounts
import Admin
import Audit
import Auth
import Billing
import Campaigns
import Contracts
import Core
import Events
import FlareSendV1
import FlareSendV2
import FlowIQ
import Groups
import Instances
import Media
import Messaging
import MsgFlash
import Native
import Numbers
import SessionsAPI
import Webhooks

/// The APIs that this deployment speaks.
enum Dialects {
    /// What they speak of.
    struct Parts: Sendable {
        let accounts: Accounts
        let auth: Auth
        let billing: Billing
        let audit: Audit
        let instances: Instances
        let messaging: Messaging
        let media: Media
        let groups: Groups
        let numbers: Numbers
        let campaigns: Campaigns
        let webhooks: Webhooks
        let deadEvents: DeadEvents
        let sandbox: any Sandbox
        let patience: Duration
    }

    static func all(_ parts: Parts, operations: Operations) -> [Dialect] {
        let native = Native(
            accounts: parts.accounts, auth: parts.auth, billing: parts.billing, audit: parts.audit, instances: parts.instances,
            messaging: parts.messaging, media: parts.media, groups: parts.groups, numbers: parts.numbers, campaigns: parts.campaigns,
            webhooks: parts.webhooks, sandbox: parts.sandbox)
        let others = [
            FlareSendV1(accounts: parts.accounts, instances: parts.instances, messaging: parts.messaging, patience: parts.patience).dialect,
            FlareSendV2(
                messaging: parts.messaging, media: parts.media, groups: parts.groups, numbers: parts.numbers, campaigns: parts.campaigns,
                patience: parts.patience
            ).dialect,
            SessionsAPI(
                auth: parts.auth, instances: parts.instances, webhooks: parts.webhooks, messaging: parts.messaging, media: parts.media
            ).dialect,
            MsgFlash(
                accounts: parts.accounts, auth: parts.auth, billing: parts.billing, instances: parts.instances, messaging: parts.messaging,
                media: parts.media, campaigns: parts.campaigns, webhooks: parts.webhooks
            ).dialect,
            FlowIQ(messaging: parts.messaging, media: parts.media, patience: parts.patience).dialect,
            Admin(
                accounts: parts.accounts, auth: parts.auth, billing: parts.billing, audit: parts.audit, instances: parts.instances,
                webhooks: parts.webhooks, deadEvents: parts.deadEvents, auditEntry: Native.auditEntry, render: Native.render
            ).dialect,
        ]
        let documents = OpenAPIRoutes.routes(native: native.dialect(operations: operations.routes), others: others)
        return [native.dialect(operations: operations.routes + documents)] + others
    }

    /// What is on the port for everybody, and what on the one for the operator: without a port of his own he has nothing apart.
    static func divided(
        _ dialects: [Dialect], hasOwnPort: Bool, admin: Secret<String>, metrics: Metrics
    ) -> (open: [Dialect], own: [Dialect]) {
        guard hasOwnPort else { return (dialects, []) }
        let shell = Native.shell(routes: [Operations.metricsRoute(OperatorKey(admin), metrics)])
        return (dialects.filter { $0.name != .admin }, [shell] + dialects.filter { $0.name == .admin })
    }
}
