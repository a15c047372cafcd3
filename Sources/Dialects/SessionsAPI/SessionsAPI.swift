package import API
package import Auth
import Contracts
import HTTP
package import Instances
package import Media
package import Messaging
package import Webhooks

/// The sessions API (contract GS): an instance is a session, known by a name that its owner gave it.
package struct SessionsAPI: Sendable {
    let auth: Auth
    let instances: Instances
    let webhooks: Webhooks
    let messaging: Messaging
    let media: Media

    /// Speaks for the domain.
    package init(auth: Auth, instances: Instances, webhooks: Webhooks, messaging: Messaging, media: Media) {
        self.auth = auth
        self.instances = instances
        self.webhooks = webhooks
        self.messaging = messaging
        self.media = media
    }

    /// The dialect, to be mounted.
    package var dialect: Dialect {
        Dialect(
            .sessions, title: "Sessions API, as spoken by Herald", version: "1.0.0", about: Self.about,
            security: Security(key: .bearer), failureSchema: ErrorEnvelope.schema,
            credentials: { (request, _) throws(Problem) in try .bearerOrStreamToken(request) }, render: ErrorEnvelope.render,
            routes: sessionRoutes + [streamSession] + keyRoutes + messageRoutes)
    }

    private static let about = """
        Link WhatsApp numbers as sessions, follow the linking, and manage API keys. An answer is the bare object; a list is an object with the \
        list and `next_cursor`, null after the last page. What goes wrong is `{"error":{"code","message"}}`; `code` is stable.
        """
}
