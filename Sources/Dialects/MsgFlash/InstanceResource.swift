import API
import Contracts
import Core
import Instances

/// An instance as MsgFlash shows it.
struct InstanceResource: Sendable {
    var id: InstanceID
    var name: String?
    var number: PhoneNumber?
    var status: Values.Status
    /// The URL that is set on the instance itself.
    var webhook: String?
    var createdAt: Instant
    var updatedAt: Instant

    /// In the list (contract MF-06).
    static let listed = Shape.object(
        { id, name, number, status, webhook, _, _, createdAt, updatedAt in
            InstanceResource(
                id: id, name: name, number: number, status: status, webhook: webhook, createdAt: createdAt, updatedAt: updatedAt)
        },
        Field("id", \.id, .identifier(), "What other endpoints take as `instanceId`"),
        Field("name", \.name, nullable: .text(), "For people"),
        Field("waNumber", \.number, nullable: .phoneNumber, "The number of the phone that linked it last; null while none has"),
        Field("status", \.status, .choice(), "Whether it can send"),
        Field("webhook", \.webhook, nullable: .text(), "The URL that is set on the instance itself"),
        Field("meta", { _ in nil }, nullable: Shape<JSON>.any, "Always null"),
        Field("deletedAt", { _ in nil }, nullable: Shape<Instant>.instant, "Always null: what was deleted is not listed"),
        Field("createdAt", \.createdAt, .instant),
        Field("updatedAt", \.updatedAt, .instant)
    ).named("ListedInstance")

    /// Alone (contract MF-10).
    static let alone = Shape.object(
        { id, name, number, status, createdAt, updatedAt in
            InstanceResource(id: id, name: name, number: number, status: status, createdAt: createdAt, updatedAt: updatedAt)
        },
        Field("id", \.id, .identifier(), "What other endpoints take as `instanceId`"),
        Field("name", \.name, nullable: .text(), "For people"),
        Field("waNumber", \.number, nullable: .phoneNumber, "The number of the phone that linked it last; null while none has"),
        Field("status", \.status, .choice(), "Whether it can send"),
        Field("createdAt", \.createdAt, .instant),
        Field("updatedAt", \.updatedAt, .instant)
    ).named("Instance")
}

extension InstanceResource {
    init(_ details: InstanceDetails, webhook: String? = nil) {
        self.init(
            id: details.id, name: details.name, number: details.number, status: Values.status(details.status), webhook: webhook,
            createdAt: details.createdAt, updatedAt: details.updatedAt)
    }

    /// The document's own, with an id that is one.
    static let example = InstanceResource(
        id: InstanceID(high: 0x019d_44e6_7a80_7000, low: 0x8000_0000_0000_0001), name: "boutique-principale",
        number: PhoneNumber("33612345678"), status: .connected, createdAt: Instant(seconds: 1_775_034_000),
        updatedAt: Instant(seconds: 1_775_034_600))
}
