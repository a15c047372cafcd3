import API
import Audit
import Contracts
import Core

/// An entry of an audit trail as the native API shows it.
struct AuditResource: Sendable {
    let record: AuditRecord

    /// Shows that entry.
    init(_ record: AuditRecord) { self.record = record }

    /// How it looks.
    static let shape = Shape.object(
        {
            AuditResource(
                AuditRecord(
                    tenant: $1, sequence: $2, id: $0, at: $3, action: $4, actor: $5, subject: $6, before: $7, after: $8, address: $9, request: $10,
                    hash: $11))
        },
        Field("id", \.record.id, .identifier()),
        Field("tenant_id", \.record.tenant, Shape<TenantID>.identifier().nullable, "Whose trail it is in; null: the operator's"),
        Field("sequence", \.record.sequence, .integer(), "Its number in that trail, from 1, without gaps"),
        Field("at", \.record.at, .instant, "When it was done"),
        Field("action", \.record.action, .text(), "What was done: \(AuditAction.allCases.map { "`\($0.rawValue)`" }.joined(separator: ", "))"),
        Field("actor", \.record.actor, actor, "Who did it"),
        Field("subject", \.record.subject, Shape<String>.text().nullable, "What it was done to, as `kind:id`; null: the tenant itself"),
        Field("before", \.record.before, Shape<JSON>.any.nullable, "How that was before"),
        Field("after", \.record.after, Shape<JSON>.any.nullable, "How it is since"),
        Field("address", \.record.address, Shape<String>.text().nullable, "Where it was asked from"),
        Field("request_id", \.record.request, Shape<RequestID>.identifier().nullable, "The `X-Request-Id` of the answer"),
        Field("hash", \.record.hash, hash, "Ties it to all entries before: a code over both under a key of the deployment's")
    ).named("AuditEntry")

    private static let actor = Shape.object(
        { AuditActor($0, id: $1, person: $2) },
        Field("type", \.kind, .choice(), "herald: nobody asked for it"),
        Field("id", \.id, Shape<ID<AuditActor.Somebody>>.identifier().nullable, "Which key or person; of an operator, which impersonation"),
        Field("person_id", \.person, Shape<PersonID>.identifier().nullable, "Who showed an access token, alone or beside a key"))

    private static let hash = Shape<String>.text().map(or: "must be hexadecimal", to: { Hex.decode($0) }, from: { Hex.encode($0) })
}
