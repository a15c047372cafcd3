/// What a plan limits by a number, by the native API's word for it. Media are limited beside these, kind by kind.
package enum LimitName: String, Sendable, Hashable, CaseIterable {
    case maxInstances = "max_instances"
    case messagesPerDay = "messages_per_day"
    case requestsPerSecond = "requests_per_second"
    case maxKeys = "max_keys"
    case maxWebhookEndpoints = "max_webhook_endpoints"
}

extension MediaKind {
    /// The kinds that plans tell apart; a voice note is an audio file to them.
    package static let limited: [MediaKind] = [.image, .video, .audio, .document, .sticker]
}
