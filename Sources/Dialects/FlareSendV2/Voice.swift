import API
package import Contracts
package import Core

/// How FlareSend v2 words webhooks (contract FS1-103 to FS1-108, FS2-132 to FS2-134).
package struct FlareSendV2Voice: EventVoice {
    package let dialect = DialectName.flareSendV2

    /// There is only one.
    package init() {}

    package func body(telling notice: Notice, at: Instant) -> [UInt8]? {
        guard let (event, data) = Self.words(for: notice) else { return nil }
        return WebhookBody.shape.bytes(WebhookBody(event: event, instance: notice.instance, data: data, timestamp: at))
    }

    package func verification(challenge: String, of instance: InstanceID?, at: Instant) -> [UInt8] {
        WebhookBody.shape.bytes(
            WebhookBody(event: "webhook_verification", instance: instance, data: ["challenge": .string(challenge)], timestamp: at))
    }

    private static func words(for notice: Notice) -> (event: String, data: JSON)? {
        switch notice.news {
        case .messageReceived(let facts):
            (
                "message_received",
                [
                    "from": .string((facts.sender ?? facts.chat).description),
                    "message": facts.raw ?? .object([]),
                    "timestamp": .integer(facts.occurredAt.seconds),
                    "id": .string(facts.whatsAppID),
                ]
            )
        case .instanceConnected(let number):
            ("instance_connected", ["phone": .optional(number?.digits), "at": .string(notice.occurredAt.description)])
        case .instanceDisconnected(let reason):
            ("instance_disconnected", ["reason": .string(reason), "at": .string(notice.occurredAt.description)])
        case .instanceLoggedOut:
            ("instance_disconnected", ["reason": "logged_out", "at": .string(notice.occurredAt.description)])
        case .messageSent, .messageDelivered, .messageRead, .messageFailed, .instanceDegraded, .usageWarning: nil
        }
    }

    /// What the documents say of the webhooks.
    static let descriptions: [WebhookDescription] = [
        WebhookDescription(
            "message_received", "A message came in", WebhookBody.shape,
            example: WebhookBody(
                event: "message_received", instance: InstanceID("32208d70-8f21-4af5-a94c-59432f7cfe14"),
                data: [
                    "from": "254708920430@s.whatsapp.net", "message": ["conversation": "niaje"], "timestamp": 1_759_697_260,
                    "id": "3F26D637831DD7A0C9B9",
                ], timestamp: Instant(microseconds: 1_759_697_239_376_000)))
    ]
}

/// The envelope of every webhook.
struct WebhookBody: Sendable {
    var event: String
    var instance: InstanceID?
    var data: JSON
    var timestamp: Instant

    static let shape = Shape.object(
        { WebhookBody(event: $0, instance: $1, data: $2, timestamp: $3) },
        Field("event", \.event, .text(), "What happened"),
        Field("instanceId", \.instance, Shape<InstanceID>.identifier().nullable, "The instance it happened to"),
        Field("data", \.data, .any, "What is to be said of it"),
        Field("timestamp", \.timestamp, .instant, "When this was posted")
    ).named("Webhook")
}
