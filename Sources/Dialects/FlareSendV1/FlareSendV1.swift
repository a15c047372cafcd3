package import API
package import Accounts
import Contracts
import HTTP
package import Instances
package import Messaging

/// FlareSend v1 (contract FS1): a key for the application and, beside it, the access token of somebody who has logged in.
package struct FlareSendV1: Sendable {
    let accounts: Accounts
    let instances: Instances
    let messaging: Messaging
    /// How long an answer waits for WhatsApp's acknowledgement.
    let patience: Duration

    /// Speaks for the domain; `patience` is the operator's `HERALD_SYNC_TIMEOUT`.
    package init(accounts: Accounts, instances: Instances, messaging: Messaging, patience: Duration) {
        self.accounts = accounts
        self.instances = instances
        self.messaging = messaging
        self.patience = patience
    }

    /// The header that carries the application's key.
    static let keyHeader = "api-key"

    /// The dialect, to be mounted.
    package var dialect: Dialect {
        Dialect(
            .flareSendV1, title: "FlareSend API v1, as spoken by Herald", version: "1.0.0", about: Self.about,
            security: Security(key: .header(Self.keyHeader), token: .bearer), failureSchema: Envelope.schema,
            credentials: Self.credentials, render: Envelope.render, routes: [register, login, createInstance, sendMessage])
    }

    private static let about = """
        Create users, log them in, create WhatsApp instances and send messages. `/send-message` is also a path of FlareSend v2: a request with the \
        header `api-key` is taken as v1.

        A message is sent from the instance that the request names in `instanceId`, else from the one that the key is tied to, else from the \
        account's default instance, which is the first that was linked unless another was chosen, else from the only one that is connected.
        """

    /// The key names the tenant; where a token is wanted beside it, both must be there (contract FS1-07, FS1-60).
    @Sendable private static func credentials(_ request: HTTPRequest, _ requirement: Requirement) throws(Problem) -> Credentials {
        switch requirement {
        case .keyAndToken:
            .keyAndToken(key: try Credentials.headerValue(keyHeader, request), token: try Credentials.bearerToken(request))
        case .nothing, .key, .operatorKey:
            try .header(keyHeader, request)
        }
    }
}
