import Contracts
import Core

/// A row of `instances.instance`.
struct InstanceRow: Sendable, Hashable {
    let reference: InstanceReference
    var name: String?
    var handle: String?
    let channel: ChannelName
    let isSandbox: Bool
    var isDefault = false
    var lifecycle = Lifecycle.initial
    var lastSeenAt: Instant?
    let createdAt: Instant
    var updatedAt: Instant

    var details: InstanceDetails {
        InstanceDetails(
            reference: reference, name: name, handle: handle, status: lifecycle.status, reason: lifecycle.reason, number: lifecycle.number,
            channel: channel, isSandbox: isSandbox, isDefault: isDefault, lastSeenAt: lastSeenAt, createdAt: createdAt, updatedAt: updatedAt)
    }

    /// How an audit trail names it.
    var subject: String { "instance:\(reference.id)" }

    /// What of it stands in an audit trail.
    var audited: JSON {
        [
            "name": .optional(name), "handle": .optional(handle), "channel": .string(channel.rawValue), "sandbox": .bool(isSandbox),
            "is_default": .bool(isDefault), "number": .optional(lifecycle.number?.description),
        ]
    }
}
