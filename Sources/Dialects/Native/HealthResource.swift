import API
import Contracts
import Core
import Instances

/// How an instance fares, as the native API shows it (contract MF-15).
struct HealthResource: Sendable {
    var state: InstanceHealth.SafetyState
    var score: Int
    var warmUp: WarmUpResource
    var lastDay: TallyResource
    var lastWeek: TallyResource
    var recommendations: [String]
    var countedAt: Instant
    var countedSince: Instant?

    init(_ health: InstanceHealth) {
        self.init(
            state: health.state, score: health.score, warmUp: WarmUpResource(health.warmUp), lastDay: TallyResource(health.history.day),
            lastWeek: TallyResource(health.history.week), recommendations: health.recommendations, countedAt: health.history.at,
            countedSince: health.history.beginning)
    }

    init(
        state: InstanceHealth.SafetyState, score: Int, warmUp: WarmUpResource, lastDay: TallyResource, lastWeek: TallyResource,
        recommendations: [String], countedAt: Instant, countedSince: Instant?
    ) {
        self.state = state
        self.score = score
        self.warmUp = warmUp
        self.lastDay = lastDay
        self.lastWeek = lastWeek
        self.recommendations = recommendations
        self.countedAt = countedAt
        self.countedSince = countedSince
    }

    static let shape = Shape.object(
        {
            HealthResource(
                state: $0, score: $1, warmUp: $2, lastDay: $3, lastWeek: $4, recommendations: $5, countedAt: $6, countedSince: $7)
        },
        Field("safety_state", \.state, .choice(), "How likely WhatsApp is to leave the number alone, in a word"),
        Field("safety_score", \.score, .integer(0...InstanceHealth.bestScore), "The same as a number; the more the better"),
        Field("warm_up", \.warmUp, WarmUpResource.shape, "How much it should send at its age"),
        Field("last_day", \.lastDay, TallyResource.shape, "The last 24 hours"),
        Field("last_week", \.lastWeek, TallyResource.shape, "The last seven days"),
        Field("recommendations", \.recommendations, .list(of: .text()), "What to do; advice, nothing is held back because of it"),
        Field("counted_at", \.countedAt, .instant),
        Field(
            "counted_since", \.countedSince, Shape<Instant>.instant.nullable,
            "The oldest message that was counted, where there are too many to count all; null: all were")
    ).named("InstanceHealth")
}

/// How much a young instance should send.
struct WarmUpResource: Sendable {
    var stage: WarmUp.Stage
    var age: Int
    var messagesADay: Int
    var newContactsADay: Int
    var nextStageDay: Int?

    init(_ warmUp: WarmUp) {
        self.init(
            stage: warmUp.stage, age: warmUp.age, messagesADay: warmUp.messagesADay, newContactsADay: warmUp.newContactsADay,
            nextStageDay: warmUp.nextStageDay)
    }

    init(stage: WarmUp.Stage, age: Int, messagesADay: Int, newContactsADay: Int, nextStageDay: Int?) {
        self.stage = stage
        self.age = age
        self.messagesADay = messagesADay
        self.newContactsADay = newContactsADay
        self.nextStageDay = nextStageDay
    }

    static let shape = Shape.object(
        { WarmUpResource(stage: $0, age: $1, messagesADay: $2, newContactsADay: $3, nextStageDay: $4) },
        Field("stage", \.stage, .choice()),
        Field("age_days", \.age, .integer(), "For how many days it has been used"),
        Field("messages_per_day", \.messagesADay, .integer(), "How many are advised"),
        Field("new_contacts_per_day", \.newContactsADay, .integer(), "How many people who have not written before are advised"),
        Field("next_stage_day", \.nextStageDay, Shape<Int>.integer().nullable, "On which day of its age more is advised; null: never"))
}

/// How messages fared within some time.
struct TallyResource: Sendable {
    var tally: MessageTally

    init(_ tally: MessageTally) { self.tally = tally }

    static let shape = Shape<TallyResource>.object(
        {
            var tally = MessageTally()
            (tally.sent, tally.delivered, tally.read, tally.failed) = ($0, $1, $2, $3)
            (tally.reachOutLocks, tally.refusals) = ($4, $5)
            (tally.contacted, tally.replied, tally.newContacts) = ($6, $7, $8)
            return TallyResource(tally)
        },
        Field("sent", \.tally.sent, .integer(), "Messages that WhatsApp took"),
        Field("delivered", \.tally.delivered, .integer(), "Of these, those that reached a phone"),
        Field("read", \.tally.read, .integer(), "Of these, those that were read"),
        Field("failed", \.tally.failed, .integer(), "Messages that will not arrive"),
        Field("reach_out_locks", \.tally.reachOutLocks, .integer(), "Of the failed, those held back from new contacts"),
        Field("refusals", \.tally.refusals, .integer(), "Of the failed, those that WhatsApp refused without saying why"),
        Field("contacted", \.tally.contacted, .integer(), "People to whom something was sent"),
        Field("replied", \.tally.replied, .integer(), "Of these, those who wrote back"),
        Field("new_contacts", \.tally.newContacts, .integer(), "Of these, those who had not written before"))
}
