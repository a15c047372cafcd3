package import API
package import Contracts
package import Instances
package import Messaging
package import Webhooks

/// Herald's own API, under `/v1`, and the one the dashboard uses.
package struct Native: Sendable {
    let instances: Instances
    let messaging: Messaging
    let webhooks: Webhooks
    /// The simulated network's strings.
    let sandbox: any Sandbox

    /// Speaks for the domain.
    package init(instances: Instances, messaging: Messaging, webhooks: Webhooks, sandbox: any Sandbox) {
        self.instances = instances
        self.messaging = messaging
        self.webhooks = webhooks
        self.sandbox = sandbox
    }

    /// The dialect, to be mounted; `operations` are the deployment's own routes, such as health, which have its shape of errors too.
    package func dialect(operations: [Route]) -> Dialect {
        Dialect(
            .native, title: "Herald", version: "1.0.0",
            about: "Link WhatsApp numbers, send and receive messages, and hear of it by webhook.",
            security: Security(key: .bearer), failureSchema: ProblemDocument.shape.schema,
            credentials: { (request, _) throws(Problem) in try .bearer(request) }, render: NativeFailure.render,
            webhooks: NativeVoice.descriptions, routes: instanceRoutes + messageRoutes + endpointRoutes + sandboxRoutes + operations)
    }
}

extension Native {
    /// A dialect with the native shape of errors and only these routes, for a port of its own.
    package static func shell(routes: [Route]) -> Dialect {
        Dialect(
            .native, title: "Herald", security: Security(key: .bearer), failureSchema: ProblemDocument.shape.schema,
            credentials: { (request, _) throws(Problem) in try .bearer(request) }, render: NativeFailure.render, routes: routes)
    }
}
