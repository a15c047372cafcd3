import Contracts
import Core

/// A message that the simulated network has and has not answered yet.
struct Transmission: Sendable {
    /// The most happenings that one transmission can lead to: acknowledged, delivered, read, answered.
    static let mostAnswers = 4

    let message: OutboundMessage
    let script: Script
    /// Whether the network had this WhatsApp id before: then it is the same message, acknowledged again and delivered no second time.
    let isRepetition: Bool

    /// What the network and the recipient's phone say to it.
    func answers(at now: Instant, person: SimulatedPerson) -> [Happening] {
        let id = message.whatsAppID
        switch script {
        case .absent: return [.refused(whatsAppID: id, .notOnWhatsApp, at: now)]
        case .refuse: return [.refused(whatsAppID: id, .refused(code: Script.refusalCode), at: now)]
        case .lock: return [.refused(whatsAppID: id, .reachOutLocked, at: now)]
        case .ignore: return []
        case .acknowledgeOnly: return [.acknowledged(whatsAppID: id, at: now)]
        case .accept, .acknowledgeLate, .interrupt, .answer:
            if isRepetition { return [.acknowledged(whatsAppID: id, at: now)] }
            var answers: [Happening] = [.acknowledged(whatsAppID: id, at: now), receipt(.delivered, now), receipt(.read, now)]
            if script == .answer, let echo { answers.append(.received(person.message(.text(echo), in: message.chat, at: now))) }
            return answers
        }
    }

    private var echo: String? {
        switch message.content {
        case .text(let text): Script.echoPrefix + text
        }
    }

    private func receipt(_ kind: Receipt.Kind, _ now: Instant) -> Happening {
        .receipt(Receipt(kind: kind, whatsAppIDs: [message.whatsAppID], chat: message.chat, by: message.chat, at: now))
    }
}
