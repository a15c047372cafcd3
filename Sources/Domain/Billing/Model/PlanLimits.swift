import Contracts

/// What a tenant may do: its plan's limits with its own overrides put over them. Nil is unlimited.
package struct PlanLimits: Sendable, Hashable {
    /// The name of the plan.
    package let plan: String
    /// How many instances there may be.
    package let maxInstances: Int?
    /// How many messages are accepted in a day of UTC.
    package let messagesPerDay: Int?
    /// How many requests a key may make in a second.
    package let requestsPerSecond: Int?
    /// How many API keys there may be.
    package let maxKeys: Int?
    /// How many webhook endpoints there may be.
    package let maxWebhookEndpoints: Int?
    /// How large media may be, in bytes, by kind: image, video, audio, document, sticker. A kind that is missing is unlimited.
    package let mediaBytes: [String: Int]

    /// How many of those there may be.
    func allowed(_ thing: Problem.Thing) -> Int? {
        switch thing {
        case .instance: maxInstances
        case .key: maxKeys
        case .endpoint: maxWebhookEndpoints
        case .path, .message, .tenant, .document, .user, .invitation, .media, .group, .campaign, .contact, .template, .schedule, .plan,
            .event, .statement:
            nil
        }
    }
}
