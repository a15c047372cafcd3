package import Contracts

/// What a tenant may do: its plan's limits with its own overrides put over them. Nil is unlimited.
package struct PlanLimits: Sendable, Hashable {
    /// The name of the plan.
    package let plan: String
    /// What holds.
    package let limits: Limits

    /// How many instances there may be.
    package var maxInstances: Int? { limits.maxInstances }
    /// How many messages are accepted in a day of UTC.
    package var messagesPerDay: Int? { limits.messagesPerDay }
    /// How many requests a key may make in a second.
    package var requestsPerSecond: Int? { limits.requestsPerSecond }
    /// How many API keys there may be.
    package var maxKeys: Int? { limits.maxKeys }
    /// How many webhook endpoints there may be.
    package var maxWebhookEndpoints: Int? { limits.maxWebhookEndpoints }
    /// How large media may be, in bytes. A kind that is missing is unlimited; voice notes are audio.
    package var mediaBytes: [MediaKind: Int] { limits.mediaBytes }

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

extension Plan {
    /// What a tenant on it may do that has those limits of its own.
    func limits(with overrides: Overrides) -> PlanLimits {
        var limits = limits
        for (name, override) in overrides.limits { limits[name] = override.limit }
        for (kind, override) in overrides.mediaBytes { limits.mediaBytes[kind] = override.limit }
        return PlanLimits(plan: name, limits: limits)
    }
}

extension Override {
    fileprivate var limit: Int? {
        switch self {
        case .value(let value): value
        case .unlimited: nil
        }
    }
}
