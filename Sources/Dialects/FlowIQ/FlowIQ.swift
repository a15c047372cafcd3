package import API
import Contracts
package import Media
package import Messaging

/// FlowIQ (contract FQ): one path, a bearer key, and an answer that waits for WhatsApp.
package struct FlowIQ: Sendable {
    let messaging: Messaging
    let media: Media
    /// How long an answer waits for WhatsApp's acknowledgement.
    let patience: Duration

    /// Speaks for the domain; `patience` is the operator's `HERALD_SYNC_TIMEOUT`.
    package init(messaging: Messaging, media: Media, patience: Duration) {
        self.messaging = messaging
        self.media = media
        self.patience = patience
    }

    /// The dialect, to be mounted.
    package var dialect: Dialect {
        Dialect(
            .flowIQ, title: "FlowIQ API, as spoken by Herald", version: "1.0.0", about: Self.about, security: Security(key: .bearer),
            failureSchema: ErrorBody.shape.schema, credentials: { (request, _) throws(Problem) in try .bearer(request) },
            render: ErrorBody.render, routes: [sendWhatsApp])
    }

    private static let about = """
        Send WhatsApp messages and learn at once whether WhatsApp took them.

        A message is sent from the instance that the request names in `instanceId`, else from the one that the key is tied to, else from the \
        organization's default instance, which is the first that was linked unless another was chosen, else from the only one that is connected.
        """
}
