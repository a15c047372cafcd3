package import Contracts
package import Core

/// What is wanted of a new campaign.
package struct NewCampaign: Sendable {
    /// What it says: to everybody the same, or filled for each.
    package enum Words: Sendable {
        case content(MessageContent)
        case template(TemplateID, variables: JSON)
    }

    /// What its instance's health says of it; Campaigns does not know Instances, so whoever asks for a campaign asks there first.
    package struct Fitness: Sendable {
        /// Whether nothing speaks against the instance.
        package let isSound: Bool
        /// How much it should send a day at its age.
        package let messagesADay: Int

        /// Puts a judgement together.
        package init(isSound: Bool, messagesADay: Int) {
            self.isSound = isSound
            self.messagesADay = messagesADay
        }
    }

    /// What the tenant calls it.
    package var name: String
    /// The instance to send from; nil for the one that the key or the tenant means.
    package var instance: InstanceID?
    /// Whom it is for.
    package var audience: Audience
    /// What it says.
    package var words: Words
    /// How often it is sent.
    package var repetition: CampaignRecord.Repetition
    /// When it begins; nil for at once.
    package var startsAt: Instant?
    /// What its instance's health says; nil where nobody has asked.
    package var fitness: Fitness?

    /// Puts the wishes together.
    package init(
        name: String, instance: InstanceID?, audience: Audience, words: Words, repetition: CampaignRecord.Repetition = .none,
        startsAt: Instant? = nil, fitness: Fitness? = nil
    ) {
        self.name = name
        self.instance = instance
        self.audience = audience
        self.words = words
        self.repetition = repetition
        self.startsAt = startsAt
        self.fitness = fitness
    }
}
