import Contracts
import Core

/// The simulated people on the other side: how what they write looks on the wire.
struct SimulatedPerson: Sendable {
    let chance: any Chance

    /// A message from that person, with an id of its own and shaped as WhatsApp shapes it (contract FS2-133).
    func message(_ inbound: SandboxInbound, in chat: JID, at now: Instant) -> InboundMessage {
        let raw: JSON
        let content: MessageContent?
        switch inbound {
        case .text(let text):
            raw = ["conversation": .string(text), "messageContextInfo": contextInfo(at: now)]
            content = .text(text)
        case .raw(let object):
            raw = object
            // Plain text is a `conversation`; with formatting or a link in it, it is an `extendedTextMessage` (contract FS1-109).
            let text = object["conversation"]?.string ?? object["extendedTextMessage"]?["text"]?.string
            content = text.map(MessageContent.text)
        }
        return InboundMessage(
            whatsAppID: Hex.encode(chance.bytes(16)).uppercased(), chat: chat, sender: chat, senderLID: nil, content: content, raw: raw, at: now)
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
