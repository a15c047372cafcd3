import API
import Contracts
import Core
import Instances

/// How an instance fares, and what is advised (contract MF-15).
struct HealthReport: Sendable {
    var state: InstanceHealth.SafetyState
    var score: Int
    var policy: WarmUpPolicy
    var usage: UsageSummary
    var recommendations: [String]

    static let shape = Shape.object(
        { HealthReport(state: $0, score: $1, policy: $2, usage: $3, recommendations: $4) },
        Field("safetyState", \.state, .choice(), "The judgement in a word"),
        Field("safetyScore", \.score, .integer(0...InstanceHealth.bestScore), "The judgement in a number; nothing speaks against 100"),
        Field("warmupPolicy", \.policy, WarmUpPolicy.shape, "What is advised at its age; nothing is held back because of it"),
        Field("usageWindowSummary", \.usage, UsageSummary.shape, "What was counted"),
        Field("recommendations", \.recommendations, .list(of: .text()), "What to do; empty where nothing needs doing")
    ).named("InstanceHealth")

    static let example = HealthReport(
        state: .warming, score: 100,
        policy: WarmUpPolicy(stage: .early, ageDays: 5, messagesPerDay: 50, newContactsPerDay: 15, nextStageInDays: 2),
        usage: UsageSummary(
            countedAt: Instant(seconds: 1_775_466_000), countedSince: nil, day: UsageWindow(MessageTally(), isComplete: true),
            week: UsageWindow(MessageTally(), isComplete: true)),
        recommendations: ["Keep to 50 messages and 15 new contacts a day for the next 2 days."])

    init(state: InstanceHealth.SafetyState, score: Int, policy: WarmUpPolicy, usage: UsageSummary, recommendations: [String]) {
        self.state = state
        self.score = score
        self.policy = policy
        self.usage = usage
        self.recommendations = recommendations
    }

    init(_ health: InstanceHealth) {
        self.init(
            state: health.state, score: health.score, policy: WarmUpPolicy(health.warmUp), usage: UsageSummary(health.history),
            recommendations: health.recommendations)
    }
}

/// How much an instance should send at its age.
struct WarmUpPolicy: Sendable {
    var stage: WarmUp.Stage
    var ageDays: Int
    var messagesPerDay: Int
    var newContactsPerDay: Int
    var nextStageInDays: Int?

    static let shape = Shape.object(
        { WarmUpPolicy(stage: $0, ageDays: $1, messagesPerDay: $2, newContactsPerDay: $3, nextStageInDays: $4) },
        Field("stage", \.stage, .choice()),
        Field("ageDays", \.ageDays, .integer(0...Int.max), "For how many whole days it has been used"),
        Field("recommendedMessagesPerDay", \.messagesPerDay, .integer(0...Int.max)),
        Field("recommendedNewContactsPerDay", \.newContactsPerDay, .integer(0...Int.max), "People who have not written before"),
        Field("nextStageInDays", \.nextStageInDays, nullable: .integer(0...Int.max), "null in the last stage")
    ).named("WarmupPolicy")
}

extension WarmUpPolicy {
    init(_ warmUp: WarmUp) {
        self.init(
            stage: warmUp.stage, ageDays: warmUp.age, messagesPerDay: warmUp.messagesADay, newContactsPerDay: warmUp.newContactsADay,
            nextStageInDays: warmUp.nextStageDay.map { $0 - warmUp.age })
    }
}
