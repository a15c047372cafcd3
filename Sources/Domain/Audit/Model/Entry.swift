import Contracts
import Core

/// An entry as it is kept, byte for byte what its code is over.
struct Entry: Sendable {
    let tenant: TenantID
    var sequence: Int64
    let id: AuditEntryID
    let at: Instant
    let action: String
    let actor: String
    let actorID: ID<AuditActor.Somebody>?
    let person: PersonID?
    let subject: String?
    let before: String?
    let after: String?
    let address: String?
    let request: RequestID?
}
