package import Core

/// Who is told what happens on a session.
package protocol SessionObserver: Sendable {
    /// Takes what happened, in order, and returns once it is durable; only then may the channel acknowledge it to the network. If it throws,
    /// nothing of it was kept, and the session offers it again. While a call is under way the session piles up what happens meanwhile, at most
    /// `Happening.pileLimit`, and hands all of it over with the next call: that is what lets many happenings share one commit.
    func observe(_ happenings: [Happening]) async throws
}

/// Something that happened on a session.
package enum Happening: Sendable, Hashable {
    /// How many happenings a session may pile up before it stops reading from its network.
    package static let pileLimit = 1024

    /// A code to show until it expires; the next one replaces it.
    case pairingCode(PairingCode)
    /// The phone wants a passkey; WebAuthn's request options, to be answered with `answerPasskey`.
    case passkeyRequired(options: JSON)
    /// The codes were used up without a phone.
    case pairingEnded
    /// A phone has linked this device. The credentials are in the vault already.
    case linked(LinkedIdentity)
    /// The connection stands; messages can go out.
    case connected
    /// The connection is gone.
    case disconnected(DisconnectReason)
    /// WhatsApp's server has the message.
    case acknowledged(whatsAppID: String, at: Instant)
    /// WhatsApp will not take the message.
    case refused(whatsAppID: String, SendRefusal, at: Instant)
    /// What the recipient's phone said of messages.
    case receipt(Receipt)
    /// A message came in.
    case received(InboundMessage)
    /// Two addresses turned out to be one person.
    case identified(number: JID, lid: JID)
    /// The number is in this group, which is like this now: it was made, or changed.
    case group(GroupSnapshot)
    /// The number is no longer in this group.
    case groupLeft(JID, at: Instant)
}

/// A code that links a device, either as a QR code's text or as eight characters to type.
package struct PairingCode: Sendable, Hashable {
    /// How it gets into the phone.
    package enum Form: String, Sendable { case qr, typed }
    /// How it gets into the phone.
    package let form: Form
    /// The text of the code.
    package let text: String
    /// Which code this is since pairing began, from 1.
    package let sequence: Int
    /// When the next one replaces it.
    package let expiresAt: Instant

    /// Puts a code together.
    package init(form: Form, text: String, sequence: Int, expiresAt: Instant) {
        self.form = form
        self.text = text
        self.sequence = sequence
        self.expiresAt = expiresAt
    }
}

/// Whose device this became.
package struct LinkedIdentity: Sendable, Hashable {
    /// The phone's number.
    package let number: PhoneNumber
    /// The same account's address that hides the number, where WhatsApp told it.
    package let lid: JID?

    /// Pairs the two addresses.
    package init(number: PhoneNumber, lid: JID?) {
        self.number = number
        self.lid = lid
    }
}

/// Why a session has no connection.
package enum DisconnectReason: String, Sendable, CaseIterable, Hashable {
    /// The network; the session tries again by itself.
    case network
    /// The phone took the link back, or WhatsApp did for good. Only a new code helps.
    case loggedOut = "logged_out"
    /// Another process uses the same credentials; this one must not come back.
    case replaced
    /// WhatsApp has barred the account for a time.
    case banned
    /// WhatsApp no longer accepts this version of the client.
    case outdated
}

/// Why WhatsApp will not take a message.
package enum SendRefusal: Sendable, Hashable {
    case notOnWhatsApp
    /// Acknowledgement error 463.
    case reachOutLocked
    /// A file that belongs to it is not to be had any more.
    case mediaGone
    /// Any other acknowledgement error, with its number.
    case refused(code: Int)
}

/// What the recipient's phone said of messages.
package struct Receipt: Sendable, Hashable {
    /// How far a message has come.
    package enum Kind: String, Sendable { case delivered, read, played }
    /// How many messages one receipt may name.
    package static let limit = 1024
    /// How far they have come.
    package let kind: Kind
    /// The WhatsApp ids it speaks of.
    package let whatsAppIDs: [String]
    /// The chat they are in.
    package let chat: JID
    /// Who said it; differs from the chat in groups.
    package let by: JID
    /// When.
    package let at: Instant

    /// Puts a receipt together.
    package init(kind: Kind, whatsAppIDs: [String], chat: JID, by: JID, at: Instant) {
        self.kind = kind
        self.whatsAppIDs = whatsAppIDs
        self.chat = chat
        self.by = by
        self.at = at
    }
}

/// A message that came in.
package struct InboundMessage: Sendable, Hashable {
    /// WhatsApp's id; the same message offered twice carries the same one.
    package let whatsAppID: String
    /// The chat it appears in.
    package let chat: JID
    /// Who wrote it; differs from the chat in groups. Two addresses of one person where both are known.
    package let sender: JID
    /// The sender's other address, where the network told it.
    package let senderLID: JID?
    /// What it says, where Herald knows the kind.
    package let content: MessageContent?
    /// The whole message as WhatsApp's own object, for the dialects that print it.
    package let raw: JSON
    /// The WhatsApp id of the message it answers, or puts its reaction on.
    package let replyTo: String?
    /// When it was sent, by WhatsApp's clock.
    package let at: Instant

    /// Puts a message together.
    package init(
        whatsAppID: String, chat: JID, sender: JID, senderLID: JID?, content: MessageContent?, raw: JSON, replyTo: String? = nil, at: Instant
    ) {
        self.whatsAppID = whatsAppID
        self.chat = chat
        self.sender = sender
        self.senderLID = senderLID
        self.content = content
        self.raw = raw
        self.replyTo = replyTo
        self.at = at
    }
}
