import Contracts
import Core
import Database

/// Sends one instance's messages over the session that is open in this process: of each chat one at a time, in the order in which they are due, of
/// all chats together at most `window` at once.
///
/// What the session does not answer is handed over again under the same id.
actor Lane {
    /// How many messages may be without an answer at once.
    static let window = 64
    /// How many, while others have something to send as well and this lane has more than it can get rid of.
    static let sharedWindow = 16
    /// So many times as long as it took to look at the queue, such a lane leaves the database to the others before it looks again, at most
    /// `longestCourtesy`. A million messages are no more urgent than one, and nobody waits for the last of them.
    static let courtesy = 3
    static let longestCourtesy: Duration = .milliseconds(100)
    /// How long WhatsApp may take to answer before a message is handed over again.
    static let answerLimit: Duration = .seconds(60)
    /// How long a lane waits after the database or the session refused, before it tries again.
    static let pause: Duration = .seconds(1)
    /// How long stopping waits for the answers to what is under way.
    static let drainLimit: Duration = .seconds(1)

    nonisolated let instance: InstanceReference
    nonisolated let dispatcher: Dispatcher
    private nonisolated let bell = Lock(false)
    private var session: (any Session)?
    private var abilities: ChannelAbilities?
    private var linkedAt = Instant(microseconds: 0)
    private var unanswered: [String: Handover] = [:]
    private var handovers = 0
    private var isPumping = false
    /// What was under way before has been taken up: until then nothing may be claimed, or it would overtake that.
    private var isOpen = false
    /// A claim failed in a way that leaves open whether it was committed: rows may be under way that nobody here knows of.
    private var mayHaveLostClaims = false
    /// For each lane the chat at which the last look at the queue ended.
    private var places: [MessageLane: String] = [:]
    private var rests = Rests()
    /// The next message may not go out before.
    private var nextHandover = Duration.zero
    /// There was more than there was room for at the last look.
    private var isBehind = false
    /// Something waits for an answer to the message before it in its chat.
    private var isChatWaiting = false
    /// When it will be woken, if that is certain.
    private var alarm: Duration?
    private var drained: CheckedContinuation<Void, Never>?

    /// A message that was handed over: when, and as the how-manieth.
    private struct Handover {
        let at: Duration
        let place: Int
        let chat: String
        let lane: MessageLane
        let isSuspect: Bool
    }

    init(of instance: InstanceReference, for dispatcher: Dispatcher) {
        self.instance = instance
        self.dispatcher = dispatcher
    }

    private nonisolated var runtime: Runtime { dispatcher.runtime }

    /// There may be something to send. Cheap: rings while a ring is already pending are one.
    nonisolated func ring() {
        let isFirst = bell.withLock { isRung in
            defer { isRung = true }
            return !isRung
        }
        if isFirst { wake() }
    }

    private nonisolated func wake() {
        bell.withLock { $0 = true }
        // It goes on with whatever is due, whoever has woken it.
        Origin.$current.withValue(nil) { _ = Task(executorPreference: dispatcher.executor) { await self.pump() } }
    }

    /// Wakes at that time, unless it will be woken before it anyway: however often this is asked, one task waits.
    private func wake(after delay: Duration) {
        let time = runtime.clock.monotonic + delay
        if let alarm, alarm <= time { return }
        alarm = time
        Task(executorPreference: dispatcher.executor) {
            guard (try? await self.runtime.clock.sleep(for: delay)) != nil else { return }  // cancelled
            await self.alarmRings(at: time)
        }
    }

    private func alarmRings(at time: Duration) {
        if alarm == time { alarm = nil }
        wake()
    }

    /// The session can take messages. What a process before this one left under way is taken up first; `wasHere` says that it was this process.
    func connected(_ session: any Session, abilities: ChannelAbilities, wasHere: Bool) async {
        self.session = session
        self.abilities = abilities
        unanswered = [:]
        isOpen = false
        await untilDone("open the line") { try await self.open() }
        await untilDone("take messages up again") { try await self.takeUpAgain(because: wasHere ? .interruption : .crash) }
        isOpen = true
        wake()
    }

    private func open() async throws {
        let (instance, now) = (instance, runtime.clock.now)
        let (linkedAt, pauses) = try await dispatcher.database.write(as: instance.tenant) { tx in try LineStore.open(instance, at: now, in: tx) }
        self.linkedAt = linkedAt
        rests = Rests(pauses)
    }

    /// The session cannot take messages. What is without an answer is given back uncounted, since a lost connection is nobody's fault; only the
    /// one that was handed over first keeps its count, or a message that breaks the connection each time would break it for ever.
    func disconnected() async {
        session = nil
        // Before anything is awaited: whoever opens the next line must know that nobody died here.
        dispatcher.remove(self)
        let first = unanswered.min { $0.value.place < $1.value.place }?.key
        await giveBack(Array(unanswered.keys), counting: first)
    }

    /// Stops handing messages over, waits a little for the answers to those under way, and gives the rest back for whoever has the session next.
    func drain() async {
        session = nil
        if !unanswered.isEmpty {
            let deadline = Task(executorPreference: dispatcher.executor) {
                guard (try? await self.runtime.clock.sleep(for: Self.drainLimit)) != nil else { return }  // cancelled: all were answered
                await self.endDrain()
            }
            await withCheckedContinuation { drained = $0 }
            deadline.cancel()
        }
        let first = unanswered.min { $0.value.place < $1.value.place }?.key
        await giveBack(Array(unanswered.keys), counting: first)
    }

    private func endDrain() {
        drained?.resume()
        drained = nil
    }

    /// WhatsApp has answered these.
    func settled(_ settlements: [Settlement]) {
        let wasFull = unanswered.count >= openWindow
        var hasSucceeded = false
        var isLocked = false
        for settlement in settlements {
            if settlement.failure == .reachOutLocked { isLocked = true }
            guard let handover = forget(settlement.whatsAppID) else { continue }
            if handover.lane == .bulk, settlement.failure == nil { hasSucceeded = true }
        }
        if isLocked { lock() } else if hasSucceeded { unlock() }
        if unanswered.isEmpty { endDrain() }
        if wasFull || isBehind || isChatWaiting, unanswered.count < openWindow {
            isChatWaiting = false
            wake()
        }
    }

    /// Takes up again what has been without an answer for too long.
    func sweep() async {
        guard session != nil else { return }
        let now = runtime.clock.monotonic
        let late = unanswered.filter { now - $0.value.at >= Self.answerLimit }.map(\.key)
        guard !late.isEmpty else { return }
        // Their chats stay busy until they wait again, or what is behind them would overtake them.
        await untilDone("take messages up again") { try await self.takeUpAgain(only: late, because: .silence) }
        for whatsAppID in late { _ = forget(whatsAppID) }
        wake()
    }

    /// For how long the bulk lane rests because WhatsApp holds the account back; how long it would, where it does not.
    var reachOutRest: Duration {
        let now = runtime.clock.now
        if let end = rests.end(of: .reachOutLocked, in: .bulk), end > now { return end - now }
        return (abilities?.pacing.rest ?? .real).duration(1)
    }

    // MARK: What is under way

    private func forget(_ whatsAppID: String) -> Handover? {
        guard let handover = unanswered.removeValue(forKey: whatsAppID) else { return nil }
        if handover.isSuspect { releaseSuspect() }
        return handover
    }

    private func releaseSuspect() {
        guard !unanswered.values.contains(where: \.isSuspect) else { return }
        dispatcher.release(suspectOf: instance)
    }

    private func giveBack(_ whatsAppIDs: [String], counting counted: String? = nil) async {
        guard !whatsAppIDs.isEmpty else { return }
        for whatsAppID in whatsAppIDs { _ = forget(whatsAppID) }
        let instance = instance
        do {
            try await dispatcher.database.write(as: instance.tenant) { tx in
                try ReturnStore.giveBack(whatsAppIDs, counting: counted, of: instance, in: tx)
            }
        } catch {
            // They are taken up again, counted: here before the next look at the queue, else when there is a connection again.
            mayHaveLostClaims = true
            runtime.log.warning("could not give messages back", ["error": .string("\(error)")])
        }
    }

    /// Puts rows that are under way and have no answer to wait for back into the queue, or ends those that were tried too often or may not be
    /// repeated.
    private func takeUpAgain(only whatsAppIDs: [String]? = nil, because cause: ReturnStore.Cause) async throws {
        let instance = instance
        let limit = abilities?.repeatable == false ? 1 : Messaging.triesLimit
        let waiting = unanswered.keys.filter { whatsAppIDs?.contains($0) != true }
        let (now, ids) = (runtime.clock.now, runtime.ids)
        let ended = try await dispatcher.database.write(as: instance.tenant) { tx in
            try ReturnStore.takeUpAgain(
                whatsAppIDs, except: waiting, of: instance, because: cause, triesLimit: limit, at: now, ids: ids, in: tx)
        }
        try await dispatcher.fail(ended.exhausted, of: instance, because: .unacknowledged)
        try await dispatcher.fail(ended.quarantined, of: instance, because: .quarantined)
    }

    /// Does what must be done before anything can be sent, until it is done or there is no session any more.
    private func untilDone(_ what: String, _ work: () async throws -> Void) async {
        while session != nil {
            do { return try await work() } catch {
                runtime.log.warning("a lane could not do its work", ["work": .string(what), "error": .string("\(error)")])
                guard (try? await runtime.clock.sleep(for: Self.pause)) != nil else { return }  // cancelled
            }
        }
    }

    // MARK: Being held back

    /// WhatsApp holds the account back from writing to people it has not been in touch with. That is the bulk lane's business, which rests, longer
    /// each time; what is transactional goes on, since nearly all of it goes to people who wait for it, and what does not is refused by itself.
    private func lock() {
        let now = runtime.clock.now
        // Those that were under way already when it began to rest say nothing new.
        if let end = rests.end(of: .reachOutLocked, in: .bulk), end > now { return }
        let times = rests.times + 1
        let until = now + (abilities?.pacing.rest ?? .real).duration(times)
        let pause = LanePause(lane: .bulk, reason: .reachOutLocked, until: until, times: times)
        rests.add(pause)
        write("note that the bulk lane rests") { [instance] tx in try LineStore.pause(pause, of: instance, at: now, in: tx) }
        wake(after: until - now)
    }

    private func unlock() {
        guard rests.times > 0, !rests.lanes(at: runtime.clock.now).contains(.bulk) else { return }
        rests = Rests()
        write("note that the bulk lane goes on") { [instance] tx in try LineStore.resume(.bulk, of: instance, in: tx) }
    }

    private nonisolated func write(_ what: String, _ body: @escaping @Sendable (borrowing Transaction) throws -> Void) {
        Task(executorPreference: dispatcher.executor) { [dispatcher, instance, runtime] in
            do {
                try await dispatcher.database.write(as: instance.tenant) { tx in try body(tx) }
            } catch {
                // What is noted is for those who ask, and for the next holder; here it is known.
                runtime.log.warning("a lane could not do its work", ["work": .string(what), "error": .string("\(error)")])
            }
        }
    }

    // MARK: Sending

    /// One pump at a time: whoever rings while it runs is heard by it, since the bell is silenced before each look at the queue.
    private func pump() async {
        guard !isPumping, isOpen else { return }
        isPumping = true
        defer { isPumping = false }
        do {
            if mayHaveLostClaims {
                try await takeUpAgain(because: .interruption)
                mayHaveLostClaims = false
            }
            while session != nil, unanswered.count < openWindow {
                let wait = nextHandover - runtime.clock.monotonic
                if wait > .zero { return wake(after: wait) }
                bell.withLock { $0 = false }
                if try await dispatcher.isHeld(instance.tenant) {
                    // Who rang meanwhile is not heard, and the next ring must not be taken for a second one: the dispatcher looks every second who has
                    // something waiting, and so finds that the tenant is served again.
                    return bell.withLock { $0 = false }
                }
                // The connection may have been lost while that was looked up.
                guard let session else { return }
                switch try await turn(over: session) {
                case .sent: continue
                case .blocked: return
                case .idle: guard bell.withLock({ $0 }) else { return }
                }
            }
        } catch {
            runtime.log.warning("could not send", ["error": .string("\(error)")])
            wake(after: Self.pause)
        }
    }

    /// How many messages may be without an answer now.
    private var openWindow: Int { isCourteous ? Self.sharedWindow : Self.window }

    private var isCourteous: Bool { isBehind && dispatcher.turnstile.isShared(by: instance.tenant, at: runtime.clock.monotonic) }

    private enum Turn { case sent, idle, blocked }

    /// Claims what is next and hands it over.
    private func turn(over session: any Session) async throws -> Turn {
        let outcome = try await claim()
        try runtime.failpoints.pass(.afterClaimCommit)
        for taken in outcome.taken {
            handovers += 1
            unanswered[taken.whatsAppID] = Handover(
                at: runtime.clock.monotonic, place: handovers, chat: taken.chat, lane: taken.lane, isSuspect: taken.isSuspect)
        }
        mayHaveLostClaims = false
        if !outcome.hasSuspect { releaseSuspect() }
        try await dispatcher.fail(outcome.optedOut, of: instance, because: .optedOut)
        guard self.session != nil else {
            await giveBack(outcome.taken.map(\.whatsAppID))
            return .blocked
        }
        for (index, taken) in outcome.taken.enumerated() {
            // The connection was lost meanwhile, and all that was under way was given back.
            guard unanswered[taken.whatsAppID] != nil else { continue }
            do {
                try await hand(over: taken, to: session)
            } catch SendFailure.notConnected {
                await giveBack(outcome.taken[index...].map(\.whatsAppID))
                // The session says when it is connected again.
                return .blocked
            } catch {
                await giveBack(outcome.taken[index...].map(\.whatsAppID))
                throw error
            }
        }
        return outcome.isMoreWaiting ? .sent : .idle
    }

    private func claim() async throws -> Claim.Outcome {
        let pacing = abilities?.pacing ?? .linkedDevice
        let now = runtime.clock.now
        let age = Int((now - linkedAt).components.seconds / (24 * 3600))
        let claim = Claim(
            instance: instance, room: pacing.gap > .zero ? 1 : openWindow - unanswered.count, busy: Set(unanswered.values.map(\.chat)),
            resting: rests.lanes(at: now), places: places, limits: pacing.limits(age: age), now: now, suspects: dispatcher.suspects,
            optOuts: dispatcher.optOuts, monotonic: runtime.clock.monotonic)
        // Set before, so that an answer that comes meanwhile is not missed.
        isChatWaiting = true
        mayHaveLostClaims = true
        await dispatcher.turnstile.enter(instance.tenant, at: runtime.clock.monotonic)
        defer { dispatcher.turnstile.leave() }
        let began = runtime.clock.monotonic
        let outcome = try await dispatcher.database.write(as: instance.tenant) { tx in try claim.make(in: tx) }
        isChatWaiting = outcome.isChatWaiting
        places = outcome.places
        isBehind = outcome.isMoreWaiting
        if isCourteous {
            let ended = runtime.clock.monotonic
            nextHandover = ended + min((ended - began) * Self.courtesy, Self.longestCourtesy)
        }
        for pause in outcome.pauses { rests.add(pause) }
        if !outcome.taken.isEmpty, pacing.gap > .zero {
            nextHandover = runtime.clock.monotonic + pacing.gap + pacing.jitter * runtime.chance.fraction()
        }
        return outcome
    }

    private func hand(over taken: QueueStore.Taken, to session: any Session) async throws {
        guard let message = taken.message, abilities?.contents.contains(message.content.kind) != false else {
            return try await end(taken, because: .unsupported)
        }
        try runtime.failpoints.pass(.beforeSend)
        do {
            try await session.send(message)
        } catch SendFailure.unsupported {
            return try await end(taken, because: .unsupported)
        } catch SendFailure.notFound {
            return try await end(taken, because: message.content.media.isEmpty ? .refused : .mediaGone)
        } catch SendFailure.refused, SendFailure.notAllowed {
            return try await end(taken, because: .refused)
        }
        try runtime.failpoints.pass(.afterSendBeforeAck)
    }

    private func end(_ taken: QueueStore.Taken, because code: MessageFailureCode) async throws {
        try await dispatcher.fail([taken.whatsAppID], of: instance, because: code)
        _ = forget(taken.whatsAppID)
        // Its chat is free, and nobody else says so.
        wake()
    }
}
