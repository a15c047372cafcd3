import Contracts
import Core

/// The simulated people on the other side: how what they write looks on the wire.
struct SimulatedPerson: Sendable {
    let chance: any Chance

    /// Plain words from the person of that number, with an id of their own and shaped as WhatsApp shapes them (contract FS2-133).
    func message(_ text: String, from number: PhoneNumber, in chat: JID, at now: Instant) -> InboundMessage {
        message(.text(text), raw: ["conversation": .string(text), "messageContextInfo": contextInfo(at: now)], from: number, in: chat, at: now)
    }

    /// A message from the person of that number, with an id of its own.
    func message(
        _ content: MessageContent?, raw: JSON, replyTo: String? = nil, from number: PhoneNumber, in chat: JID, at now: Instant
    ) -> InboundMessage {
        InboundMessage(
            whatsAppID: Hex.encode(chance.bytes(16)).uppercased(), chat: chat, sender: number.jid, senderLID: HiddenNumber.lid(of: number),
            content: content, raw: raw, replyTo: replyTo, at: now)
    }

    private func contextInfo(at now: Instant) -> JSON {
        let moment = JSON.string(String(now.seconds))
        return [
            "deviceListMetadata": [
                "senderKeyHash": random(10),
                "senderTimestamp": moment,
                "recipientKeyHash": random(10),
                "recipientTimestamp": moment,
            ],
            "deviceListMetadataVersion": 2,
            "messageSecret": random(32),
        ]
    }

    private func random(_ count: Int) -> JSON { .string(Base64.standard.encode(chance.bytes(count))) }
}
