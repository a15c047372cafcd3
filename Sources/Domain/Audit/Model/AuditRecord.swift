package import Contracts
package import Core

/// What an `AuditEntryID` names.
package enum AuditEntryKind {}
/// The id of an entry.
package typealias AuditEntryID = ID<AuditEntryKind>

/// An entry as it was written.
package struct AuditRecord: Sendable {
    /// Whose trail it is in; nil is the operator's.
    package let tenant: TenantID?
    /// Its number in that trail, the first being 1, without gaps.
    package let sequence: Int64
    /// Its id; a later one is greater.
    package let id: AuditEntryID
    /// When it was done.
    package let at: Instant
    /// What was done.
    package let action: String
    /// Who did it.
    package let actor: AuditActor
    /// What it was done to, as its kind and id: `key:01a2…`; nil where the tenant itself is meant.
    package let subject: String?
    /// How that was before; nil where it was not there.
    package let before: JSON?
    /// How it is since; nil where it is gone.
    package let after: JSON?
    /// The numeric address that it was asked from; nil where Herald did it by itself.
    package let address: String?
    /// The request with which it was asked.
    package let request: RequestID?
    /// The code that ties it to all entries before.
    package let hash: [UInt8]

    /// Puts an entry together.
    package init(
        tenant: TenantID?, sequence: Int64, id: AuditEntryID, at: Instant, action: String, actor: AuditActor, subject: String?, before: JSON?,
        after: JSON?, address: String?, request: RequestID?, hash: [UInt8]
    ) {
        self.tenant = tenant
        self.sequence = sequence
        self.id = id
        self.at = at
        self.action = action
        self.actor = actor
        self.subject = subject
        self.before = before
        self.after = after
        self.address = address
        self.request = request
        self.hash = hash
    }
}
