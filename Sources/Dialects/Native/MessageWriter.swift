import Contracts
import Core
import Messaging

/// Writes a message as `MessageResource.declared` does, without a closure for each member: this is most of the answer to every send.
enum MessageWriter {
    @Sendable static func write(_ message: MessageRecord, to bytes: inout [UInt8]) {
        bytes.append(literal: #"{"id":""#)
        message.id.append(to: &bytes)
        bytes.append(literal: #"","batch_id":""#)
        message.batch.append(to: &bytes)
        bytes.append(literal: #"","instance_id":""#)
        message.instance.append(to: &bytes)
        switch message.direction {
        case .outbound: bytes.append(literal: #"","direction":"outbound","from":"#)
        case .inbound: bytes.append(literal: #"","direction":"inbound","from":"#)
        }
        write(message.sender, to: &bytes)
        bytes.append(literal: #","to":"#)
        write(message.addressee, to: &bytes)
        bytes.append(literal: #","type":"#)
        JSON.write(message.kind, to: &bytes)
        switch message.content {
        case .text(let text, _):
            bytes.append(literal: #","text":"#)
            JSON.write(text, to: &bytes)
        case .media, .location, .contacts, .reaction, .buttons, .list: message.content.map { ContentResource.write($0, to: &bytes) }
        case nil: break
        }
        bytes.append(literal: #","status":""#)
        bytes.append(contentsOf: message.status.rawValue.utf8)
        bytes.append(literal: #"","error":"#)
        if let failure = message.failure {
            bytes.append(literal: #"{"code":""#)
            bytes.append(contentsOf: failure.rawValue.utf8)
            bytes.append(literal: #"","detail":"#)
            JSON.write(failure.detail, to: &bytes)
            bytes.append(literal: "}")
        } else {
            bytes.append(literal: "null")
        }
        bytes.append(literal: #","whatsapp_id":"#)
        JSON.write(message.whatsAppID, to: &bytes)
        bytes.append(literal: #","client_reference":"#)
        write(message.clientReference, to: &bytes)
        bytes.append(literal: #","lane":""#)
        bytes.append(contentsOf: message.lane.rawValue.utf8)
        bytes.append(literal: #"","reply_to":"#)
        write(message.replyTo, to: &bytes)
        bytes.append(literal: #","send_at":"#)
        write(message.sendAt, to: &bytes)
        bytes.append(literal: #","created_at":"#)
        write(message.createdAt, to: &bytes)
        bytes.append(literal: #","sent_at":"#)
        write(message.sentAt, to: &bytes)
        bytes.append(literal: #","delivered_at":"#)
        write(message.deliveredAt, to: &bytes)
        bytes.append(literal: #","read_at":"#)
        write(message.readAt, to: &bytes)
        bytes.append(literal: "}")
    }

    private static func write(_ jid: JID?, to bytes: inout [UInt8]) {
        guard let jid else { return bytes.append(literal: "null") }
        guard let number = jid.phoneNumber else { return JSON.write(MessageAddress.text(of: jid), to: &bytes) }
        bytes.append(literal: #""+"#)
        bytes.append(contentsOf: number.digits.utf8)
        bytes.append(literal: #"""#)
    }

    private static func write(_ text: String?, to bytes: inout [UInt8]) {
        guard let text else { return bytes.append(literal: "null") }
        JSON.write(text, to: &bytes)
    }

    private static func write(_ instant: Instant?, to bytes: inout [UInt8]) {
        guard let instant else { return bytes.append(literal: "null") }
        bytes.append(literal: #"""#)
        instant.append(milliseconds: true, to: &bytes)
        bytes.append(literal: #"""#)
    }
}
