import API
import Accounts
import Auth
import Contracts
import Core
import FlareSendV1
import FlareSendV2
import FlowIQ
import Instances
import Messaging
import MsgFlash
import Native
import SessionsAPI
import Webhooks

/// The APIs that this deployment speaks.
enum Dialects {
    /// What they speak of.
    struct Parts: Sendable {
        let accounts: Accounts
        let auth: Auth
        let instances: Instances
        let messaging: Messaging
        let webhooks: Webhooks
        let sandbox: any Sandbox
        let patience: Duration
    }

    static func all(_ parts: Parts, operations: Operations) -> [Dialect] {
        let native = Native(
            accounts: parts.accounts, auth: parts.auth, instances: parts.instances, messaging: parts.messaging, webhooks: parts.webhooks,
            sandbox: parts.sandbox)
        let others = [
            FlareSendV1(accounts: parts.accounts, instances: parts.instances, messaging: parts.messaging, patience: parts.patience).dialect,
            FlareSendV2(messaging: parts.messaging, patience: parts.patience).dialect,
            SessionsAPI(auth: parts.auth, instances: parts.instances, webhooks: parts.webhooks).dialect,
            MsgFlash(instances: parts.instances, figures: parts.messaging, webhooks: parts.webhooks).dialect,
            FlowIQ(messaging: parts.messaging, patience: parts.patience).dialect,
        ]
        let documents = OpenAPIRoutes.routes(native: native.dialect(operations: operations.routes), others: others)
        return [native.dialect(operations: operations.routes + documents)] + others
    }

    /// What is on the port of its own for operators.
    static func metricsOnly(admin: Secret<String>, metrics: Metrics) -> Dialect {
        Native.shell(routes: [Operations.metricsRoute(OperatorKey(admin), metrics)])
    }
}
