package import API
package import Accounts
package import Audit
package import Auth
package import Billing
package import Campaigns
package import Contracts
package import Groups
package import HTTP
package import Instances
package import Media
package import Messaging
package import Numbers
package import Webhooks

/// Herald's own API, under `/v1`, and the one the dashboard uses.
package struct Native: Sendable {
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
    /// The simulated network's strings.
    let sandbox: any Sandbox

    /// Speaks for the domain.
    package init(
        accounts: Accounts, auth: Auth, billing: Billing, audit: Audit, instances: Instances, messaging: Messaging, media: Media, groups: Groups,
        numbers: Numbers, campaigns: Campaigns, webhooks: Webhooks, sandbox: any Sandbox
    ) {
        self.accounts = accounts
        self.auth = auth
        self.billing = billing
        self.audit = audit
        self.instances = instances
        self.messaging = messaging
        self.media = media
        self.groups = groups
        self.numbers = numbers
        self.campaigns = campaigns
        self.webhooks = webhooks
        self.sandbox = sandbox
    }

    /// The dialect, to be mounted; `operations` are the deployment's own routes, such as health, which have its shape of errors too.
    package func dialect(operations: [Route]) -> Dialect {
        let people = tenantRoutes + signInRoutes + userRoutes + invitationRoutes + keyRoutes
        let work = instanceRoutes + linkRoutes + codeRoutes + messageRoutes + endpointRoutes + sandboxRoutes
        let accounting = usageRoutes + statementRoutes + auditRoutes
        let more = mediaRoutes + groupRoutes + numberRoutes + campaignRoutes + contactRoutes + templateRoutes
        return Dialect(
            .native, title: "Herald", version: "1.0.0",
            about: "Link WhatsApp numbers, send and receive messages, and hear of it by webhook.",
            security: Security(key: .bearer), failureSchema: ProblemDocument.shape.schema,
            credentials: { (request, requirement) throws(Problem) in try Self.credentials(request, requirement) },
            render: NativeFailure.render, webhooks: NativeVoice.descriptions, routes: people + work + more + accounting + operations)
    }
}

extension Native {
    /// Words a failure as Native does; Admin does so too.
    @Sendable package static func render(_ failure: Failure, _ context: FailureContext) -> HTTPResponse {
        NativeFailure.render(failure, context)
    }

    /// How an entry of an audit trail looks; Admin shows it so too.
    package static var auditEntry: Shape<AuditRecord> { AuditResource.shape.map(to: { resource, _ in resource.record }, from: AuditResource.init) }

    /// A dialect with the native shape of errors and only these routes, for a port of its own.
    package static func shell(routes: [Route]) -> Dialect {
        Dialect(
            .native, title: "Herald", security: Security(key: .bearer), failureSchema: ProblemDocument.shape.schema,
            credentials: { (request, _) throws(Problem) in try .bearer(request) }, render: NativeFailure.render, routes: routes)
    }
}

extension Native {
    /// A key or a person's token, whichever stands after `Bearer`; what belongs to the operator takes the operator's key alone.
    private static func credentials(_ request: HTTPRequest, _ requirement: Requirement) throws(Problem) -> Credentials {
        guard requirement != .operatorKey else { return try .bearer(request) }
        let credentials = try Credentials.bearerOrStreamToken(request)
        guard case .key(let bearer) = credentials else { return credentials }
        return .keyOrToken(bearer)
    }
}
