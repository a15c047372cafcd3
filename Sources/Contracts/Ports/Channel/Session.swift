package import Core

/// One instance's line to WhatsApp. It reconnects by itself where that can help, and tells its observer of every turn.
package protocol Session: Sendable {
    /// Hands the message to the network, in the order of the calls. Returns once it is on its way; what became of it arrives at the observer
    /// as `acknowledged` or `refused`. Repeating a message repeats it under the same WhatsApp id.
    func send(_ message: OutboundMessage) async throws(SendFailure)

    /// Asks the phone of that number to show a prompt for an eight-character code, which links it as scanning would. The code shown now is
    /// answered; the observer is told of it, and of each that replaces it, beside the codes to scan.
    func requestPairingCode(for number: PhoneNumber) async throws(SendFailure) -> PairingCode

    /// Hands over the answer to a passkey challenge that the observer was shown, as WebAuthn's JSON. Throws `.refused` for one that does not fit
    /// the challenge, which then stands.
    func answerPasskey(_ response: JSON) async throws(SendFailure)

    /// Asks WhatsApp's server for a sign of life and returns when it has given one, however long that takes: whoever asks cancels the task
    /// when that has been too long.
    func prove() async throws(SendFailure)

    /// Asks WhatsApp which of the numbers have accounts, at most `NumberRegistration.limit` at once; one answer per number, in order.
    func registrations(of numbers: [PhoneNumber]) async throws(SendFailure) -> [NumberRegistration]

    /// The groups that the number is in; nil where the channel has none.
    var groups: (any GroupSession)? { get }

    /// Closes the line. With `unlink` the phone is told to forget this device, and the vault's credentials are worthless afterwards.
    /// The observer hears nothing more once this has returned.
    func close(unlink: Bool) async

    /// What pulls the strings at the other end; nil where that is the real WhatsApp.
    var sandbox: (any SandboxLine)? { get }
}

/// Why a session could not take something.
package enum SendFailure: String, Error, Sendable, Hashable {
    /// There is no connection; the session says `connected` when there is one again.
    case notConnected
    /// This channel cannot do that.
    case unsupported
    /// The session's queue is full; try again later.
    case overloaded
    /// WhatsApp does not accept it.
    case refused
    /// WhatsApp knows no such thing, or the number may not know of it.
    case notFound
    /// The number may not do that: it is no administrator of the group.
    case notAllowed
}

/// A message on its way out.
package struct OutboundMessage: Sendable, Hashable {
    /// Chosen when the message was accepted and never again: every repetition carries it.
    package let whatsAppID: String
    /// The chat it appears in.
    package let chat: JID
    /// What it says.
    package let content: MessageContent
    /// The message it answers, or puts its reaction on, if any.
    package let replyTo: QuotedMessage?

    /// Puts a message together.
    package init(whatsAppID: String, chat: JID, content: MessageContent, replyTo: QuotedMessage? = nil) {
        self.whatsAppID = whatsAppID
        self.chat = chat
        self.content = content
        self.replyTo = replyTo
    }
}

/// A message that another one refers to, as WhatsApp has to be told of it.
package struct QuotedMessage: Sendable, Hashable {
    /// The id WhatsApp knows it by.
    package let whatsAppID: String
    /// Who wrote it, where Herald has the message; nil means the instance itself if `isOwn`, else it is not known.
    package let sender: JID?
    /// Whether the instance wrote it.
    package let isOwn: Bool

    /// Names a message.
    package init(whatsAppID: String, sender: JID?, isOwn: Bool) {
        self.whatsAppID = whatsAppID
        self.sender = sender
        self.isOwn = isOwn
    }
}

/// Whether a number has a WhatsApp account.
package struct NumberRegistration: Sendable, Hashable {
    /// How many numbers may be asked about at once.
    package static let limit = 100

    /// The number asked about.
    package let number: PhoneNumber
    /// Its address, nil if there is no account.
    package let jid: JID?
    /// The same person's address that hides the number, where WhatsApp told it.
    package let lid: JID?

    /// Puts an answer together.
    package init(number: PhoneNumber, jid: JID?, lid: JID?) {
        self.number = number
        self.jid = jid
        self.lid = lid
    }
}
