package import Core

/// What an event tells of a message. Written as JSON by the row's own statement (`messaging.facts`) or by `members`, read by `init(json:)`.
package struct MessageFacts: Sendable, Hashable {
    /// The word for content of a kind that Herald does not know.
    package static let unknownKind = "unknown"

    /// Which message it is.
    package let message: MessageID
    /// The request it belongs to; of an inbound message, its own id.
    package let batch: BatchID
    /// The number it went out from or came in to.
    package let instance: InstanceID
    /// Whether it came in.
    package let isInbound: Bool
    /// The person or group it is exchanged with.
    package let chat: JID
    /// Who wrote it: of an outbound message the instance's own number, where it was known.
    package let sender: JID?
    /// The word for its kind.
    package let kind: String
    /// What it says; nil for a kind that Herald does not know.
    package let content: MessageContent?
    /// The id WhatsApp knows it by.
    package let whatsAppID: String
    /// The customer's own mark.
    package let clientReference: String?
    /// How far it had come when the event was recorded.
    package let status: MessageStatus
    /// Why it failed, if it did.
    package let failure: MessageFailureCode?
    /// WhatsApp's own object, of inbound messages.
    package let raw: JSON?
    /// The sender's other address, of inbound messages, where the network told it.
    package let senderLID: JID?
    /// The WhatsApp id of the message it answers, or puts its reaction on.
    package let replyTo: String?
    /// The campaign it belongs to.
    package let campaign: CampaignID?
    /// The contact it was written to.
    package let contact: ContactID?
    /// When it was accepted or came in.
    package let createdAt: Instant
    /// When what the event tells happened.
    package let occurredAt: Instant

    /// The facts of a message that came in.
    package init(_ inbound: InboundMessage, id: MessageID, instance: InstanceID, at: Instant) {
        message = id
        batch = id.asID()
        self.instance = instance
        isInbound = true
        chat = inbound.chat
        sender = inbound.sender
        kind = inbound.content?.kind.rawValue ?? Self.unknownKind
        content = inbound.content
        whatsAppID = inbound.whatsAppID
        clientReference = nil
        status = .delivered
        failure = nil
        raw = inbound.raw
        senderLID = inbound.senderLID
        replyTo = inbound.replyTo
        campaign = nil
        contact = nil
        createdAt = at
        occurredAt = inbound.at
    }

    /// The facts as they are stored.
    var members: [JSON.Member] {
        [
            JSON.Member("message_id", .string(message.description)),
            JSON.Member("batch_id", .string(batch.description)),
            JSON.Member("instance_id", .string(instance.description)),
            JSON.Member("direction", .string(isInbound ? "in" : "out")),
            JSON.Member("chat", .string(chat.description)),
            JSON.Member("sender", .optional(sender?.description)),
            JSON.Member("kind", .string(kind)),
            JSON.Member("content", content?.json ?? .object([])),
            JSON.Member("whatsapp_id", .string(whatsAppID)),
            JSON.Member("client_reference", .optional(clientReference)),
            JSON.Member("status", .string(status.rawValue)),
            JSON.Member("error_code", .optional(failure?.rawValue)),
            JSON.Member("raw", raw ?? .null),
            JSON.Member("sender_lid", .optional(senderLID?.description)),
            JSON.Member("reply_to", .optional(replyTo)),
            JSON.Member("campaign_id", .optional(campaign?.description)),
            JSON.Member("contact_id", .optional(contact?.description)),
            JSON.Member("created_at", .integer(createdAt.microseconds)),
            JSON.Member("occurred_at", .integer(occurredAt.microseconds)),
        ]
    }

    /// Reads what was stored; nil if it is not that.
    init?(json: JSON) {
        guard let message = json["message_id"]?.string.flatMap(MessageID.init), let batch = json["batch_id"]?.string.flatMap(BatchID.init),
            let instance = json["instance_id"]?.string.flatMap(InstanceID.init), let chat = json["chat"]?.string.flatMap({ JID($0) }),
            let kind = json["kind"]?.string, let whatsAppID = json["whatsapp_id"]?.string,
            let status = json["status"]?.string.flatMap(MessageStatus.init(rawValue:)), let createdAt = json["created_at"]?.integer,
            let occurredAt = json["occurred_at"]?.integer
        else { return nil }
        self.message = message
        self.batch = batch
        self.instance = instance
        isInbound = json["direction"]?.string == "in"
        self.chat = chat
        sender = json["sender"]?.string.flatMap { JID($0) }
        self.kind = kind
        content = MessageContent.Kind(rawValue: kind).flatMap { kind in json["content"].flatMap { MessageContent(kind: kind, json: $0) } }
        self.whatsAppID = whatsAppID
        clientReference = json["client_reference"]?.string
        self.status = status
        failure = json["error_code"]?.string.flatMap(MessageFailureCode.init(rawValue:))
        raw = json["raw"].flatMap { $0 == .null ? Optional.none : $0 }
        senderLID = json["sender_lid"]?.string.flatMap { JID($0) }
        replyTo = json["reply_to"]?.string
        campaign = json["campaign_id"]?.string.flatMap(CampaignID.init)
        contact = json["contact_id"]?.string.flatMap(ContactID.init)
        self.createdAt = Instant(microseconds: createdAt)
        self.occurredAt = Instant(microseconds: occurredAt)
    }
}
