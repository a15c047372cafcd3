import Contracts
import Core

/// What became of one outbound message, as far as one batch of happenings tells: the earliest time of each step.
struct Settlement: Sendable, Hashable {
    let whatsAppID: String
    var sentAt: Instant?
    var deliveredAt: Instant?
    var readAt: Instant?
    var failedAt: Instant?
    var failure: MessageFailureCode?

    init(whatsAppID: String) { self.whatsAppID = whatsAppID }

    /// Merges what the happenings say of each message, in the order in which messages first appear.
    static func merging(_ happenings: [Happening]) -> [Settlement] {
        var settlements: [Settlement] = []
        var positions: [String: Int] = [:]
        func change(_ whatsAppID: String, _ change: (inout Settlement) -> Void) {
            let position = positions[whatsAppID] ?? settlements.count
            if position == settlements.count {
                positions[whatsAppID] = position
                settlements.append(Settlement(whatsAppID: whatsAppID))
            }
            change(&settlements[position])
        }
        for happening in happenings {
            switch happening {
            case .acknowledged(let whatsAppID, let at):
                change(whatsAppID) { $0.sentAt = $0.sentAt ?? at }
            case .refused(let whatsAppID, let refusal, let at):
                change(whatsAppID) { settlement in
                    settlement.failedAt = settlement.failedAt ?? at
                    settlement.failure = settlement.failure ?? MessageFailureCode(refusal)
                }
            case .receipt(let receipt):
                for whatsAppID in receipt.whatsAppIDs {
                    change(whatsAppID) { settlement in
                        switch receipt.kind {
                        case .delivered: settlement.deliveredAt = settlement.deliveredAt ?? receipt.at
                        case .read, .played: settlement.readAt = settlement.readAt ?? receipt.at
                        }
                    }
                }
            case .received, .identified, .group, .groupLeft, .pairingCode, .passkeyRequired, .pairingEnded, .linked, .connected, .disconnected:
                break
            }
        }
        return settlements
    }
}

extension MessageFailureCode {
    /// The code for a refusal.
    init(_ refusal: SendRefusal) {
        switch refusal {
        case .notOnWhatsApp: self = .notOnWhatsApp
        case .reachOutLocked: self = .reachOutLocked
        case .mediaGone: self = .mediaGone
        case .refused: self = .refused
        }
    }
}
