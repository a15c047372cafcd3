import Core

/// Whence what is happening comes: who asked for it, from where, and with which request. Nil outside a request: then Herald does it by itself.
///
/// Carried by the task rather than by arguments: it decides nothing, and whoever writes it down is far from whoever knows it. What is done later
/// on somebody's behalf must not inherit it; long-lived tasks are started outside requests.
package struct Origin: Sendable {
    /// Who asked.
    package enum Actor: Sendable {
        /// Whoever sent a request that asks for no credentials.
        case anybody
        /// The holder of a tenant's credentials.
        case caller(Caller)
        /// The operator of the deployment.
        case operatorKey
    }

    /// Who asked.
    package let actor: Actor
    /// With which request.
    package let request: any RequestFacts

    /// Pairs the two.
    package init(actor: Actor, request: any RequestFacts) {
        self.actor = actor
        self.request = request
    }

    /// That of the request that this task answers.
    @TaskLocal package static var current: Origin?
}

/// What is written down of a request beside who sent it.
package protocol RequestFacts: AnyObject, Sendable {
    /// Its id.
    var requestID: RequestID { get }
    /// The numeric address that it came from, as far as trusted proxies say.
    var clientAddress: String { get }
}
