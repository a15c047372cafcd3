import Contracts

/// The documented codes (contract MFX-02), as far as there is something here that they are said of. What has no code of its own is said with
/// `BAD_REQUEST` or `INTERNAL_ERROR`, so that a client that knows the document knows every code it is sent.
enum ErrorCode: String, CaseIterable, Sendable {
    case unauthorized = "UNAUTHORIZED"
    case forbidden = "FORBIDDEN"
    case subscriptionInactive = "SUBSCRIPTION_INACTIVE"
    case teamKeyRequired = "TEAM_KEY_REQUIRED"
    case teamKeyNotAllowed = "TEAM_KEY_NOT_ALLOWED"
    case maxInstancesReached = "MAX_INSTANCES_REACHED"
    case apiKeysNotAvailable = "API_KEYS_NOT_AVAILABLE_ON_PLAN"
    case maxAPIKeysReached = "MAX_API_KEYS_REACHED"
    case webhooksNotAvailable = "WEBHOOKS_NOT_AVAILABLE_ON_PLAN"
    case maxWebhookEndpointsReached = "MAX_WEBHOOK_ENDPOINTS_REACHED"
    case validationError = "VALIDATION_ERROR"
    case templateInvalid = "TEMPLATE_INVALID"
    case templateVariablesMissing = "TEMPLATE_VARIABLES_MISSING"
    case templateContextUnavailable = "TEMPLATE_CONTEXT_UNAVAILABLE"
    case badRequest = "BAD_REQUEST"
    case notFound = "NOT_FOUND"
    case conflict = "CONFLICT"
    case apiRateLimitExceeded = "API_RATE_LIMIT_EXCEEDED"
    case internalError = "INTERNAL_ERROR"

    /// The code for a plan that allows `limit` of these and no more. One that allows none does not have them at all.
    init(reaching thing: Problem.Thing, limit: Int) {
        switch thing {
        case .key where limit == 0: self = .apiKeysNotAvailable
        case .endpoint where limit == 0: self = .webhooksNotAvailable
        case .instance: self = .maxInstancesReached
        case .key: self = .maxAPIKeysReached
        case .endpoint: self = .maxWebhookEndpointsReached
        case .path, .message, .tenant, .document, .user, .invitation, .media, .group, .campaign, .contact, .template, .schedule, .plan,
            .event, .statement:
            self = .forbidden
        }
    }
}
