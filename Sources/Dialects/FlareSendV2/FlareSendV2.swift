package import API
import Contracts
package import Messaging

/// FlareSend v2 (contract FS2): a bearer key that is tied to a number, and bodies with `success`.
package struct FlareSendV2: Sendable {
    let messaging: Messaging
    /// How long an answer waits for WhatsApp's acknowledgement.
    let patience: Duration

    /// Speaks for the domain; `patience` is the operator's `HERALD_SYNC_TIMEOUT`.
    package init(messaging: Messaging, patience: Duration) {
        self.messaging = messaging
        self.patience = patience
    }

    /// The dialect, to be mounted.
    package var dialect: Dialect {
        var dialect = Dialect(
            .flareSendV2, title: "FlareSend API v2, as spoken by Herald", version: "1.0.0",
            about: "Send WhatsApp messages from a number that was linked by scanning a QR code.",
            security: Security(key: .bearer),
            failureSchema: Envelope.schema,
            credentials: { (request, _) throws(Problem) in try .bearer(request) },
            render: Envelope.render, webhooks: FlareSendV2Voice.descriptions, routes: [sendMessage])
        dialect.admitsBeforeMethod = true  // contract FS2-08
        return dialect
    }
}
