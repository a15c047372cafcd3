import Contracts
import Core
import Database

/// One look at an instance's queue, which decides what goes out next: of each chat the message that is first in it, if none of that chat is under
/// way; what is transactional before what is bulk; beginning where the last look ended, so that each chat gets its turn.
struct Claim: Sendable {
    /// How many messages are looked at beyond those that may be taken, since some will be passed over.
    static let slack = 8
    /// How many pieces of a lane one look reads. What is passed over, since it is under way or may not go today, must not keep a look from ending.
    static let pieces = 4

    let instance: InstanceReference
    /// How many may be taken.
    let room: Int
    /// The chats that have a message under way.
    let busy: Set<String>
    /// Lanes that rest.
    let resting: Set<MessageLane>
    /// For each lane the chat at which the last look ended; none after the last one.
    let places: [MessageLane: String]
    /// The most messages and the most new contacts of a day, where they are limited.
    let limits: (messages: Int, contacts: Int)?
    let now: Instant
    let suspects: Suspects
    let optOuts: any OptOuts
    let monotonic: Duration

    /// What a look led to.
    struct Outcome: Sendable {
        /// What is under way now, in the order in which it is to be sent.
        var taken: [QueueStore.Taken] = []
        /// What must not be sent, since the recipient wants nothing in bulk.
        var optedOut: [String] = []
        var places: [MessageLane: String] = [:]
        /// Whether there was no room for all.
        var isMoreWaiting = false
        /// Whether something waits for an answer to the message before it in its chat.
        var isChatWaiting = false
        /// Lanes that have to rest for today.
        var pauses: [LanePause] = []
        /// Whether one of those taken is a suspect.
        var hasSuspect: Bool { taken.contains(where: \.isSuspect) }
    }

    /// Takes what goes out next.
    func make(in tx: borrowing Transaction) throws -> Outcome {
        var picking = Picking(self)
        if limits != nil { picking.spent = try LineStore.spent(by: instance, on: now.day, in: tx) }
        for lane in MessageLane.allCases where !resting.contains(lane) {
            try pick(from: lane, &picking, in: tx)
        }
        var outcome = picking.outcome
        if !picking.ids.isEmpty { outcome.taken = try QueueStore.take(picking.ids, of: instance, at: now, in: tx) }
        if limits != nil {
            // Those that somebody took back meanwhile are counted too; they are few, and too little is sent rather than too much.
            if !picking.ids.isEmpty { try LineStore.spend(picking.spent, by: instance, on: now.day, in: tx) }
            for pause in outcome.pauses { try LineStore.pause(pause, of: instance, at: now, in: tx) }
        }
        return outcome
    }

    private func pick(from lane: MessageLane, _ picking: inout Picking, in tx: borrowing Transaction) throws {
        let start = places[lane] ?? ""
        var place = start
        var hasTurned = start.isEmpty
        for _ in 0..<Self.pieces {
            guard picking.hasRoom(in: lane) else { break }
            let size = room - picking.ids.count + busy.count + Self.slack
            let end = hasTurned && !start.isEmpty ? start : nil
            let heads = try QueueStore.heads(size, of: lane, of: instance, after: place, through: end, in: tx)
            let bulk = lane == .bulk ? try examine(heads, in: tx) : nil
            for head in heads {
                guard picking.consider(head, of: lane, bulk) else {
                    picking.outcome.isMoreWaiting = true
                    return picking.outcome.places[lane] = place
                }
                place = head.chat
            }
            guard heads.count < size else { continue }
            if hasTurned { return picking.outcome.places[lane] = start }
            (place, hasTurned) = ("", true)
        }
        picking.outcome.places[lane] = place
        picking.outcome.isMoreWaiting = true
    }

    /// What must be known of messages of the bulk lane.
    struct Examination {
        var optedOut: Set<String> = []
        var strangers: Set<String> = []
    }

    private func examine(_ heads: [QueueStore.Head], in tx: borrowing Transaction) throws -> Examination {
        guard !heads.isEmpty else { return Examination() }
        let numbers = heads.compactMap { JID($0.chat)?.phoneNumber }
        let optedOut = try optOuts.optedOut(among: numbers, of: instance.tenant, in: tx)
        return Examination(
            optedOut: Set(optedOut.map(\.jid.description)),
            strangers: limits == nil ? [] : try QueueStore.strangers(among: heads, of: instance, in: tx))
    }
}

/// What has been decided so far in one look.
private struct Picking {
    private let claim: Claim
    var outcome = Claim.Outcome()
    var ids: [MessageID] = []
    var spent = (messages: 0, contacts: 0)
    private var chats: Set<String> = []
    private var hasSuspect = false

    init(_ claim: Claim) { self.claim = claim }

    mutating func hasRoom(in lane: MessageLane) -> Bool {
        guard let limits = claim.limits, spent.messages >= limits.messages else {
            return ids.count < claim.room
        }
        rest(lane, because: .warmUp)
        return false
    }

    /// Takes the message, or passes over it; false when there is no room.
    mutating func consider(_ head: QueueStore.Head, of lane: MessageLane, _ bulk: Claim.Examination?) -> Bool {
        if claim.busy.contains(head.chat) || chats.contains(head.chat) {
            outcome.isChatWaiting = true
            return true
        }
        if let bulk, bulk.optedOut.contains(head.chat) {
            outcome.optedOut.append(head.whatsAppID)
            return true
        }
        let isStranger = bulk?.strangers.contains(head.chat) == true
        if isStranger, let limits = claim.limits, spent.contacts >= limits.contacts {
            rest(lane, because: .newContacts)
            return true
        }
        guard hasRoom(in: lane) else { return false }
        if head.crashes > 0 {
            // Its chat waits with it: what comes later must not overtake it.
            guard !hasSuspect, claim.suspects.take(for: claim.instance, at: claim.monotonic) else { return true }
            hasSuspect = true
        }
        ids.append(head.id)
        chats.insert(head.chat)
        if head.isFollowed { outcome.isChatWaiting = true }
        spent.messages += 1
        if isStranger { spent.contacts += 1 }
        return true
    }

    private mutating func rest(_ lane: MessageLane, because reason: LanePause.Reason) {
        guard !outcome.pauses.contains(where: { $0.lane == lane && $0.reason == reason }) else { return }
        outcome.pauses.append(LanePause(lane: lane, reason: reason, until: CivilDay(daysSinceEpoch: claim.now.day.daysSinceEpoch + 1).start))
    }
}
