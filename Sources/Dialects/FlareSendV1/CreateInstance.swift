import API
import Contracts
import Core
import HTTP
import Instances

/// What `POST /instances` takes: nothing, or an object of which nothing is read (contract FS1-61 to FS1-63).
struct NoParameters: Sendable {
    static let shape = Shape<NoParameters>(
        schema: .keywords([JSON.Member("type", "object")]),
        reader: { json, violations in
            guard case .object = json else {
                violations.add("must be an object")
                return nil
            }
            return NoParameters()
        }, writer: { _, bytes in bytes.append(literal: "{}") })
}

/// The answer to `POST /instances` (contract FS1-64, FS1-67).
struct CreatedInstance: Sendable {
    var id: InstanceID
    var createdAt: Instant

    static let shape = Shape.object(
        { (_: String, id: InstanceID, _: String, createdAt: Instant) in CreatedInstance(id: id, createdAt: createdAt) },
        Field("status", { _ in Values.success }, .constant(Values.success)),
        Field("instance_id", \.id, .identifier(), "The instance's id, as webhooks name it in `instanceId`"),
        Field("message", { _ in "Instance created successfully" }, .text()),
        Field("created_at", \.createdAt, Values.time, "When the instance was made, UTC")
    ).named("CreatedInstance")

    static let example = CreatedInstance(
        id: InstanceID(high: 0x0199_A000_0000_7000, low: 0x8000_0000_0000_00A1), createdAt: Instant(seconds: 1_758_887_400))
}

extension FlareSendV1 {
    /// The new instance is the tenant's and shows a code to scan (FS1-66).
    var createInstance: Route {
        Route(
            .post, "/instances", "Create a new WhatsApp instance", takes: .body(optional: NoParameters.shape),
            gives: .ok(CreatedInstance.shape, example: CreatedInstance.example), fails: [.limitReached], auth: .keyAndToken(.manage)
        ) { [instances] call, _ in
            let made = try await instances.create(named: nil, as: call.caller)
            return CreatedInstance(id: made.id, createdAt: made.createdAt)
        }
    }
}
