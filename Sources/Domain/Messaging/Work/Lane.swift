import Contracts
import Core
import Database

/// Sends one instance's messages, in the order in which they are due, over the session that is open in this process.
///
/// At most `window` messages wait for WhatsApp's answer at once. What the session does not answer is handed over again under the same id.
actor Lane {
    /// How many messages may be without an answer at once.
    static let window = 64
    /// How long WhatsApp may take to answer before a message is handed over again.
    static let answerLimit: Duration = .seconds(60)
    /// How long a lane waits after the database or the session refused, before it tries again.
    static let pause: Duration = .seconds(1)

    nonisolated let instance: InstanceReference
    private nonisolated let dispatcher: Dispatcher
    private nonisolated let bell = Lock(false)
    private var session: (any Session)?
    private var isRepeatable = true
    private var unanswered: [String: Handover] = [:]
    private var handovers = 0
    private var isPumping = false
    /// A claim failed in a way that leaves open whether it was committed: rows may be under way that nobody here knows of.
    private var mayHaveLostClaims = false

    init(of instance: InstanceReference, for dispatcher: Dispatcher) {
        self.instance = instance
        self.dispatcher = dispatcher
    }

    /// There may be something to send. Cheap: rings while a ring is already pending are one.
    nonisolated func ring() {
        let isFirst = bell.withLock { isRung in
            defer { isRung = true }
            return !isRung
        }
        if isFirst { wake() }
    }

    private nonisolated func wake() {
        Task(executorPreference: dispatcher.executor) { await self.pump() }
    }

    /// The session can take messages. Whatever was under way, by this process or one before it, is taken up again first.
    func connected(_ session: any Session, abilities: ChannelAbilities) async {
        self.session = session
        isRepeatable = abilities.repeatable
        unanswered = [:]
        await takeUpAgain()
        wake()
    }

    /// A message that was handed over: when, and as the how-manieth.
    private struct Handover {
        let at: Duration
        let place: Int
    }

    /// The session cannot take messages. What is without an answer is given back uncounted, since a lost connection is nobody's fault; only the
    /// one that was handed over first keeps its count, or a message that breaks the connection each time would break it for ever.
    func disconnected() async {
        session = nil
        dispatcher.remove(self)
        let innocent = unanswered.sorted { $0.value.place < $1.value.place }.dropFirst().map(\.key)
        unanswered = [:]
        let instance = instance
        do {
            try await dispatcher.database.write(as: instance.tenant) { tx in
                try MessageStore.giveBack(innocent, of: instance, in: tx)
            }
        } catch {
            // They are taken up when there is a connection again, counted.
            dispatcher.runtime.log.warning("could not give messages back", ["error": .string("\(error)")])
        }
    }

    /// Stops handing messages over; those under way are taken up by whoever has the session next.
    func drain() { session = nil }

    /// WhatsApp has answered these.
    func settled(_ whatsAppIDs: [String]) {
        let wasFull = unanswered.count >= Self.window
        for whatsAppID in whatsAppIDs {
            unanswered[whatsAppID] = nil
        }
        if wasFull, unanswered.count < Self.window { wake() }
    }

    /// Takes up again what has been without an answer for too long.
    func sweep() async {
        guard session != nil else { return }
        let now = dispatcher.runtime.clock.monotonic
        let late = unanswered.filter { now - $0.value.at >= Self.answerLimit }.map(\.key)
        guard !late.isEmpty else { return }
        for whatsAppID in late {
            unanswered[whatsAppID] = nil
        }
        await takeUpAgain(only: late)
        wake()
    }

    /// Puts rows that are under way and have no answer to wait for back into the queue, or ends those that were tried too often or may not be
    /// repeated.
    private func takeUpAgain(only whatsAppIDs: [String]? = nil) async {
        let instance = instance
        let limit = isRepeatable ? Messaging.triesLimit : 1
        while session != nil {
            let waiting = Array(unanswered.keys)
            do {
                let exhausted = try await dispatcher.database.write(as: instance.tenant) { tx in
                    try MessageStore.takeUpAgain(whatsAppIDs, except: waiting, of: instance, triesLimit: limit, in: tx)
                }
                try await dispatcher.fail(exhausted, of: instance, because: .unacknowledged)
                return
            } catch {
                dispatcher.runtime.log.warning("could not take messages up again", ["error": .string("\(error)")])
                guard (try? await dispatcher.runtime.clock.sleep(for: Self.pause)) != nil else { return }  // cancelled
            }
        }
    }

    /// One pump at a time: whoever rings while it runs is heard by it, since the bell is silenced before each look at the queue.
    private func pump() async {
        guard !isPumping else { return }
        isPumping = true
        defer { isPumping = false }
        do {
            if mayHaveLostClaims {
                await takeUpAgain()
                mayHaveLostClaims = false
            }
            while let session, unanswered.count < Self.window {
                bell.withLock { $0 = false }
                switch try await turn(over: session) {
                case .sent: continue
                case .blocked: return
                case .idle: guard bell.withLock({ $0 }) else { return }
                }
            }
        } catch {
            dispatcher.runtime.log.warning("could not send", ["error": .string("\(error)")])
            let runtime = dispatcher.runtime
            Task(executorPreference: dispatcher.executor) {
                guard (try? await runtime.clock.sleep(for: Self.pause)) != nil else { return }  // cancelled
                self.wake()
            }
        }
    }

    private enum Turn { case sent, idle, blocked }

    /// Claims what is due and hands it over.
    private func turn(over session: any Session) async throws -> Turn {
        let instance = instance
        let room = Self.window - unanswered.count
        let now = dispatcher.runtime.clock.now
        mayHaveLostClaims = true
        let claimed = try await dispatcher.database.write(as: instance.tenant) { tx in
            try MessageStore.claim(room, of: instance, at: now, in: tx)
        }
        mayHaveLostClaims = false
        try dispatcher.runtime.failpoints.pass(.afterClaimCommit)
        for message in claimed {
            handovers += 1
            unanswered[message.whatsAppID] = Handover(at: dispatcher.runtime.clock.monotonic, place: handovers)
        }
        for message in claimed {
            try dispatcher.runtime.failpoints.pass(.beforeSend)
            do {
                try await session.send(message)
                try dispatcher.runtime.failpoints.pass(.afterSendBeforeAck)
            } catch SendFailure.notConnected {
                // The session says when it is connected again; then all that is under way is taken up.
                return .blocked
            } catch SendFailure.unsupported {
                try await dispatcher.fail([message.whatsAppID], of: instance, because: .refused)
            } catch SendFailure.overloaded {
                let rest = claimed.drop { $0 != message }.map(\.whatsAppID)
                for whatsAppID in rest {
                    unanswered[whatsAppID] = nil
                }
                try await dispatcher.database.write(as: instance.tenant) { tx in
                    try MessageStore.giveBack(rest, of: instance, in: tx)
                }
                throw SendFailure.overloaded
            }
        }
        return claimed.isEmpty ? .idle : .sent
    }
}
