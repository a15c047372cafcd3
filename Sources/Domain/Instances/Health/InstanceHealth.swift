package import Contracts
package import Core

/// How likely WhatsApp is to leave an instance's number alone, judged by what it did of late (contract MF-15). Advice: nothing is ever held back
/// because of it (contract MF-16).
package struct InstanceHealth: Sendable, Hashable {
    /// The judgement in a word.
    package enum SafetyState: String, Sendable, CaseIterable {
        /// Nothing speaks against going on.
        case healthy
        /// Nothing speaks against it, but it is young.
        case warming
        /// Something should change.
        case caution
        /// Much should change.
        case atRisk = "at_risk"
        /// WhatsApp holds it back already.
        case restricted
    }

    /// The score of which nothing was taken off.
    package static let bestScore = 100
    /// Below these scores an instance needs caution, and is at risk.
    package static let cautionScore = 80
    package static let riskScore = 50

    /// The judgement in a word.
    package let state: SafetyState
    /// The judgement in a number, 0 to 100.
    package let score: Int
    /// How much it should send at its age.
    package let warmUp: WarmUp
    /// What was counted.
    package let history: MessageHistory
    /// What to do, as sentences; none where nothing needs doing.
    package let recommendations: [String]

    /// Judges an instance by its history, which may have been counted a little before `now`.
    package init(of instance: InstanceDetails, history: MessageHistory, at now: Instant) {
        let warmUp = WarmUp(age: instance.daysInUse(at: now))
        let findings = Finding.all(of: instance, warmUp, history)
        score = max(0, findings.reduce(Self.bestScore) { $0 - $1.penalty })
        state = Self.state(score, warmUp, isHeldBack: instance.isBarred || history.day.reachOutLocks > 0)
        recommendations = Self.standing(of: instance) + findings.map(\.advice) + Self.pace(warmUp)
        self.warmUp = warmUp
        self.history = history
    }

    private static func state(_ score: Int, _ warmUp: WarmUp, isHeldBack: Bool) -> SafetyState {
        if isHeldBack { return .restricted }
        if score < riskScore { return .atRisk }
        if score < cautionScore { return .caution }
        return warmUp.isOver ? .healthy : .warming
    }

    private static func standing(of instance: InstanceDetails) -> [String] {
        instance.status.isLinked ? [] : ["No phone is linked. Scan a code before sending."]
    }

    private static func pace(_ warmUp: WarmUp) -> [String] {
        guard let next = warmUp.nextStageDay else { return [] }
        return [
            """
            Keep to \(warmUp.messagesADay) messages and \(warmUp.newContactsADay) new contacts a day for the next \
            \(next - warmUp.age == 1 ? "day" : "\(next - warmUp.age) days").
            """
        ]
    }
}

extension InstanceDetails {
    /// For how many whole days it has been there; 0 while no phone has ever linked it.
    fileprivate func daysInUse(at now: Instant) -> Int {
        guard number != nil else { return 0 }
        return Int((now - createdAt).inSeconds / (24 * 3600))
    }
}
