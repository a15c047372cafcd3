package import Contracts
package import HTTP

/// One public API: what it is called, which requests are its own, how it knows its callers, and how it words what goes wrong.
package struct Dialect: Sendable {
    /// Which one it is.
    package let name: DialectName
    /// What its documents call it.
    package var title: String
    /// The version that its documents state.
    package var version: String
    /// What its documents say before anything else.
    package var about: String
    /// Where its documents say it is served; empty where the reader knows.
    package var servers: [String]
    /// Which requests are its own, those that are refused included; what the contract gives it unless another is set.
    package var territory: Territory
    /// Whether credentials are asked for before a wrong method is refused (contract FS2-08).
    package var admitsBeforeMethod = false
    /// How credentials are shown, for the documents.
    package var security: Security
    /// Finds the credentials that a route requires; throws `Problem.unauthenticated` where there are none.
    package var credentials: @Sendable (HTTPRequest, Requirement) throws(Problem) -> Credentials
    /// Words a failure. `Retry-After`, `Allow` and `WWW-Authenticate` are added where it has not set them.
    package var render: @Sendable (Failure, FailureContext) -> HTTPResponse
    /// What every body that `render` makes looks like.
    package var failureSchema: Schema
    /// What the dialect's webhooks say, for the documents.
    package var webhooks: [WebhookDescription]
    /// What can be asked.
    package var routes: [Route]

    /// Puts a dialect together.
    package init(
        _ name: DialectName, title: String, version: String = "1.0.0", about: String = "", servers: [String] = [], security: Security,
        failureSchema: Schema,
        credentials: @escaping @Sendable (HTTPRequest, Requirement) throws(Problem) -> Credentials,
        render: @escaping @Sendable (Failure, FailureContext) -> HTTPResponse, webhooks: [WebhookDescription] = [], routes: [Route]
    ) {
        self.name = name
        self.title = title
        self.version = version
        self.about = about
        self.servers = servers
        territory = Territory.of(name)
        self.security = security
        self.credentials = credentials
        self.render = render
        self.failureSchema = failureSchema
        self.webhooks = webhooks
        self.routes = routes
    }
}

/// How a dialect's callers show who they are, for the documents and for `WWW-Authenticate`.
package struct Security: Sendable, Hashable {
    /// One way of showing something.
    package enum Scheme: Sendable, Hashable {
        /// `Authorization: Bearer …`
        case bearer
        /// This header, whole.
        case header(String)
    }

    /// How an API key (or the operator's key) is shown.
    package let key: Scheme
    /// How an access token is shown beside it, where the dialect has them.
    package let token: Scheme?

    /// Pairs the two ways.
    package init(key: Scheme, token: Scheme? = nil) {
        self.key = key
        self.token = token
    }
}

/// One kind of event that a dialect words for webhooks, for the documents.
package struct WebhookDescription: Sendable {
    let name: String
    let summary: String
    let schema: Schema
    let example: Example

    /// Describes an event by its shape and one of its kind.
    package init<Value>(_ name: String, _ summary: String, _ shape: Shape<Value>, example: Value) {
        self.name = name
        self.summary = summary
        schema = shape.schema
        self.example = Example(example, shape)
    }
}
