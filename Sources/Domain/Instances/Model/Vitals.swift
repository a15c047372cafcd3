import Core

/// How a session is doing, as far as its words tell; decides, and does nothing. Times are on the monotonic clock.
struct Vitals: Sendable, Hashable {
    /// Where the session is, by what it said last.
    enum Phase: Sendable, Hashable {
        /// It has not said anything yet.
        case opening
        /// It shows codes, or a challenge.
        case pairing
        /// It is connected.
        case up
        /// It is being connected, for the first time or again, which is its own business.
        case down
        /// Nothing more is to be expected of it.
        case over
    }

    /// What is to be done about it.
    enum Verdict: Sendable, Hashable {
        case nothing
        /// WhatsApp is to be asked for a sign of life.
        case prove
        /// WhatsApp has not answered for too long, though the line stands.
        case degrade
        /// The session has been of no use for so long that another one is to be tried.
        case reopen
    }

    /// After how long without a word from WhatsApp it is asked for one (linked-device.md, section 17), give or take a tenth.
    static let proofInterval: Duration = .seconds(25)
    /// How long an answer is waited for before it is asked again.
    static let proofPatience: Duration = .seconds(10)
    /// For how long the last sign of life proves that the line works.
    static let proofLifetime: Duration = .seconds(60)
    /// How long a session may take to say its first word.
    static let openingPatience: Duration = .seconds(30)
    /// How long a session may try by itself to be connected.
    static let reconnectionPatience: Duration = .seconds(300)
    /// How long a session may wait for a phone without a word; longer than codes are shown.
    static let pairingPatience: Duration = .seconds(900)
    /// For how long a connection must have worked to count as one that lasts.
    static let lasting: Duration = .seconds(30)

    private(set) var phase = Phase.opening
    /// Since when it is there, or when it last showed something new.
    private(set) var since: Duration
    /// When WhatsApp was last asked for a sign of life.
    private(set) var asked: Duration?
    private let interval: Duration

    /// Those of a session that is opened now; `chance` is from 0 up to but not including 1 and keeps proofs of many sessions apart.
    init(at now: Duration, chance: Double) {
        since = now
        interval = Self.proofInterval * (0.9 + chance / 5)
    }

    /// The session has said that it is in that phase.
    mutating func enter(_ phase: Phase, at now: Duration) {
        self.phase = phase
        since = now
        asked = nil
    }

    /// WhatsApp is being asked for a sign of life.
    mutating func ask(at now: Duration) { asked = now }

    /// What is to be done; `heard` is when something last came from WhatsApp.
    func verdict(heard: Duration, at now: Duration) -> Verdict {
        switch phase {
        case .opening: return now - since >= Self.openingPatience ? .reopen : .nothing
        case .pairing: return now - since >= Self.pairingPatience ? .reopen : .nothing
        case .down: return now - since >= Self.reconnectionPatience ? .reopen : .nothing
        case .over: return .nothing
        case .up:
            let silence = now - max(heard, since)
            if silence >= Self.proofLifetime { return .degrade }
            guard silence >= interval else { return .nothing }
            return asked.map { now - $0 >= Self.proofPatience } ?? true ? .prove : .nothing
        }
    }

    /// Whether the connection has worked for so long that what went wrong before it is forgotten.
    func isLasting(heard: Duration) -> Bool { phase == .up && heard - since >= Self.lasting }
}
