package import Core

/// How a dialect words what is posted to a webhook. Offered by the dialects; an endpoint names the one it wants.
package protocol EventVoice: Sendable {
    /// Whose words these are.
    var dialect: DialectName { get }
    /// The body that tells the notice, as JSON; nil when the dialect has no word for it. `at` is when the body is made.
    func body(telling notice: Notice, at: Instant) -> [UInt8]?
    /// The body of the `webhook_verification` that a URL has to answer before it is kept.
    func verification(challenge: String, of instance: InstanceID?, at: Instant) -> [UInt8]
}
