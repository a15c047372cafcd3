package import Core

/// Something that happened and must not be lost: recorded in the transaction in which it became true, told to each subscriber exactly once.
///
/// Order is not promised, so an event carries when it happened.
package protocol DurableEvent: Sendable {
    /// The module, what happened, and the version of its shape: `messaging.message_sent.v1`. Never changes its meaning.
    static var name: String { get }
    /// Whose event it is.
    var tenant: TenantID { get }
    /// The event as it is stored, its tenant included; no secrets in it.
    var json: JSON { get }
    /// Reads what `json` wrote, of this version or an older one; throws for anything else.
    static func decode(_ json: JSON) throws -> Self
}
