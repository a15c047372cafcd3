import Contracts
import Core

/// A message that the simulated network has and has not answered yet.
struct Transmission: Sendable {
    /// The most happenings that one transmission can lead to: acknowledged, delivered, read, answered.
    static let mostAnswers = 4

    /// Whoever gets the message and answers for all who do: in a group the first who answers, else the first at all.
    struct Peer: Sendable {
        let number: PhoneNumber
        let address: JID
    }

    /// What there is of the files that belong to a message.
    enum Cargo: Sendable {
        /// All of it, or nothing was to come.
        case whole
        /// It has not been taken over yet.
        case expected
        /// It is not to be had, or is not what it should be.
        case missing
    }

    let message: OutboundMessage
    let script: Script
    let peer: Peer?
    /// Whether the network had this WhatsApp id before: then it is the same message, acknowledged again and delivered no second time.
    let isRepetition: Bool
    var cargo: Cargo

    /// What the network and the recipient's phone say to it.
    func answers(at now: Instant, person: SimulatedPerson) -> [Happening] {
        let id = message.whatsAppID
        if cargo == .missing { return [.refused(whatsAppID: id, .mediaGone, at: now)] }
        switch script {
        case .absent: return [.refused(whatsAppID: id, .notOnWhatsApp, at: now)]
        case .refuse: return [.refused(whatsAppID: id, .refused(code: Script.refusalCode), at: now)]
        case .exclude: return [.refused(whatsAppID: id, .refused(code: Script.exclusionCode), at: now)]
        case .lock: return [.refused(whatsAppID: id, .reachOutLocked, at: now)]
        case .ignore: return []
        case .acknowledgeOnly: return [.acknowledged(whatsAppID: id, at: now)]
        case .accept, .acknowledgeLate, .interrupt, .answer:
            guard !isRepetition, let peer else { return [.acknowledged(whatsAppID: id, at: now)] }
            var answers: [Happening] = [.acknowledged(whatsAppID: id, at: now), receipt(.delivered, peer, now), receipt(.read, peer, now)]
            if script == .answer {
                answers.append(.received(person.message(Script.echoPrefix + echo, from: peer.number, in: message.chat, at: now)))
            }
            return answers
        }
    }

    /// The words of the message, or what it is where it has none.
    private var echo: String {
        switch message.content {
        case .text(let text, _): text
        case .media(let media): media.caption ?? media.kind.rawValue
        case .buttons(let buttons): buttons.body
        case .list(let list): list.body
        case .location, .contacts, .reaction: message.content.kind.rawValue
        }
    }

    private func receipt(_ kind: Receipt.Kind, _ peer: Peer, _ now: Instant) -> Happening {
        .receipt(Receipt(kind: kind, whatsAppIDs: [message.whatsAppID], chat: message.chat, by: peer.address, at: now))
    }
}
