import API
package import Contracts
package import Core

/// How the native API words webhooks: the event itself (decisions, "Shapes").
package struct NativeVoice: EventVoice {
    package let dialect = DialectName.native

    /// There is only one.
    package init() {}

    package func body(telling notice: Notice, at: Instant) -> [UInt8]? {
        EventResource.shape.bytes(
            EventResource(
                id: notice.id, type: notice.kind.rawValue, occurredAt: notice.occurredAt, instance: notice.instance,
                data: Self.data(of: notice.news)))
    }

    package func verification(challenge: String, of instance: InstanceID?, at: Instant) -> [UInt8] {
        VerificationResource.shape.bytes(
            VerificationResource(occurredAt: at, instance: instance, data: VerificationResource.Challenge(challenge: challenge)))
    }

    private static func data(of news: Notice.News) -> JSON {
        switch news {
        case .messageReceived(let facts), .messageSent(let facts), .messageDelivered(let facts), .messageRead(let facts),
            .messageFailed(let facts):
            data(of: facts)
        case .instanceConnected(let number): ["number": .optional(number?.description)]
        case .instanceDisconnected(let reason): ["reason": .string(reason)]
        case .instanceDegraded, .instanceLoggedOut: .object([])
        case .usageWarning(let day, let threshold, let messages, let allowed):
            [
                "date": .string(day.description), "threshold": .integer(Int64(threshold)), "messages_used": .integer(Int64(messages)),
                "messages_per_day": .integer(Int64(allowed)),
            ]
        }
    }

    private static func data(of facts: MessageFacts) -> JSON {
        var members: [JSON.Member] = [
            JSON.Member("id", .string(facts.message.description)),
            JSON.Member("batch_id", .string(facts.batch.description)),
            JSON.Member("direction", facts.isInbound ? "inbound" : "outbound"),
            JSON.Member("from", .optional(facts.sender.map(MessageAddress.text))),
            JSON.Member("to", .optional(facts.isInbound && facts.chat.server != .group ? nil : MessageAddress.text(of: facts.chat))),
            JSON.Member("chat", .string(facts.chat.description)),
            JSON.Member("type", .string(facts.kind)),
        ]
        if let content = facts.content { members += ContentResource.members(of: content) }
        members += [
            JSON.Member("status", .string(facts.status.rawValue)),
            JSON.Member("error", facts.failure.map { ["code": .string($0.rawValue), "detail": .string($0.detail)] } ?? .null),
            JSON.Member("whatsapp_id", .string(facts.whatsAppID)),
            JSON.Member("client_reference", .optional(facts.clientReference)),
            JSON.Member("reply_to", .optional(facts.replyTo)),
            JSON.Member("created_at", .string(facts.createdAt.description)),
        ]
        return .object(members)
    }

    /// What the documents say of the webhooks: every kind has the same shape.
    static let descriptions: [WebhookDescription] = Notice.Kind.allCases.map { kind in
        WebhookDescription(
            kind.rawValue, "An event of type \(kind.rawValue)", EventResource.shape,
            example: EventResource(
                id: EventID(high: 0x0199_A000_0000_7000, low: 0x8000_0000_0000_0001), type: kind.rawValue,
                occurredAt: Instant(microseconds: 1_759_697_239_376_000),
                instance: InstanceID(high: 0x0199_A000_0000_7000, low: 0x8000_0000_0000_0002), data: ["status": "…"]))
    }
}

/// An event as the native API shows it.
struct EventResource: Sendable {
    var id: EventID
    var type: String
    var occurredAt: Instant
    var instance: InstanceID?
    var data: JSON

    static let shape = Shape.object(
        { EventResource(id: $0, type: $1, occurredAt: $2, instance: $3, data: $4) },
        Field("id", \.id, .identifier(), "The same however often the event is told; the webhook-id header"),
        Field("type", \.type, .text(), "What happened"),
        Field("occurred_at", \.occurredAt, .instant, "When it happened"),
        Field("instance_id", \.instance, Shape<InstanceID>.identifier().nullable, "The instance it is about"),
        Field("data", \.data, .any, "What is to be said of it")
    ).named("Event")
}

/// What is posted to a URL before it is kept.
struct VerificationResource: Sendable {
    struct Challenge: Sendable {
        var challenge: String
        static let shape = Shape.object({ Challenge(challenge: $0) }, Field("challenge", \.challenge, .text()))
    }

    var occurredAt: Instant
    var instance: InstanceID?
    var data: Challenge

    static let shape = Shape.object(
        { (_: String, occurredAt: Instant, instance: InstanceID?, data: Challenge) in
            VerificationResource(occurredAt: occurredAt, instance: instance, data: data)
        },
        Field("type", { _ in "webhook_verification" }, .constant("webhook_verification")),
        Field("occurred_at", \.occurredAt, .instant),
        Field("instance_id", \.instance, Shape<InstanceID>.identifier().nullable),
        Field("data", \.data, Challenge.shape))
}
