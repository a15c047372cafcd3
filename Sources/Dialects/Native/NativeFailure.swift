import API
import Contracts
import HTTP

/// How the native API words what goes wrong: RFC 9457, with a stable code (decisions, "Errors the documents do not print").
enum NativeFailure {
    @Sendable static func render(_ failure: Failure, _ context: FailureContext) -> HTTPResponse {
        let (status, code, title, detail, errors) = words(for: failure)
        return ProblemDocument(
            type: "https://herald.dev/problems/\(code)", title: title, status: status, detail: detail, code: code, requestID: context.requestID,
            errors: errors
        ).response
    }

    private typealias Words = (status: Int, code: String, title: String, detail: String, errors: [Violation]?)

    private static func words(for failure: Failure) -> Words {
        switch failure {
        case .problem(let problem): words(for: problem)
        case .protocolError(let reason, let status): words(for: reason, status)
        case .incident:
            (500, "internal_error", "Internal error", "Something went wrong on our side. The request id leads us to it.", nil)
        }
    }

    private static func words(for problem: Problem) -> Words {
        switch problem {
        case .unauthenticated(.missing):
            (401, "unauthenticated", "Not authenticated", "Send an API key as \"Authorization: Bearer …\".", nil)
        case .unauthenticated(.invalid):
            (401, "unauthenticated", "Not authenticated", "The credentials are not valid.", nil)
        case .unauthenticated(.wrongPassword):
            (401, "invalid_credentials", "Not authenticated", "Address and password do not belong together.", nil)
        case .forbidden(let refusal): words(for: refusal)
        case .notFound(let thing): (404, "not_found", "Not found", "There is no such \(thing.rawValue).", nil)
        case .methodNotAllowed(let allow):
            (405, "method_not_allowed", "Method not allowed", "This path takes \(allow.joined(separator: ", ")).", nil)
        case .invalid(let violations):
            (400, "invalid_request", "Invalid request", summary(violations), violations)
        case .conflict(let conflict): words(for: conflict)
        case .notReady(let status):
            (409, "instance_not_ready", "Instance not ready", "The instance is \(status.rawValue); link it before sending.", nil)
        case .limited(let seconds): (429, "rate_limited", "Too many requests", "Try again in \(seconds) s.", nil)
        case .quotaExceeded(let limit, _):
            (429, "quota_exceeded", "Quota exceeded", "The day's \(limit) messages do not leave room for this request.", nil)
        case .limitReached(let thing, let limit):
            (403, "limit_reached", "Limit reached", "The plan allows \(limit) of these: \(thing.rawValue).", nil)
        case .tooLarge(let limit): (413, "payload_too_large", "Payload too large", "The body may have at most \(limit) bytes.", nil)
        case .unsupportedMediaType:
            (415, "unsupported_media_type", "Unsupported media type", "Send application/json in UTF-8.", nil)
        case .verificationFailed(let reason):
            (400, "webhook_verification_failed", "Webhook verification failed", "The endpoint did not verify: \(reason).", nil)
        case .unavailable: (503, "unavailable", "Temporarily unavailable", "Nothing was done; the same request may be sent again.", nil)
        case .unknownOutcome:
            (503, "unknown_outcome", "Outcome unknown", "It may or may not have been done; look before sending it again.", nil)
        case .keyReused:
            (422, "idempotency_key_reused", "Idempotency key reused", "The Idempotency-Key was used with another request.", nil)
        case .stillRunning:
            (409, "still_running", "Still running", "The first request with this Idempotency-Key is still running.", nil)
        }
    }

    private static func words(for refusal: Problem.Refusal) -> Words {
        switch refusal {
        case .otherTenant: (403, "tenant_mismatch", "Forbidden", "The key belongs to another tenant than the one named.", nil)
        case .scope: (403, "insufficient_scope", "Forbidden", "The key's scopes do not allow this.", nil)
        case .tenantSuspended: (403, "tenant_suspended", "Forbidden", "The tenant is suspended.", nil)
        case .personOnly: (403, "person_required", "Forbidden", "Only somebody who has signed in may do this; a key may not.", nil)
        case .role: (403, "insufficient_role", "Forbidden", "Your role does not allow this.", nil)
        case .pinnedKey: (403, "key_tied_to_instance", "Forbidden", "The key is tied to one instance; this is about the whole tenant.", nil)
        case .notGroupAdmin: (403, "not_group_admin", "Forbidden", "The number is not an administrator of the group.", nil)
        case .signUpClosed: (403, "sign_up_closed", "Forbidden", "Nobody can sign up here.", nil)
        case .operatorOnly: (403, "operator_only", "Forbidden", "Only the operator may do this.", nil)
        }
    }

    private static func words(for conflict: Problem.Conflict) -> Words {
        let detail =
            switch conflict {
            case .notPairing: "There is no code to show: the instance is not pairing."
            case .notASandbox: "This works only on sandbox instances."
            case .slugTaken: "Another tenant has this slug."
            case .alreadyLinked: "A phone is linked already."
            case .emailTaken: "Somebody has this address already."
            case .nameTaken: "Another instance has this name."
            case .lastOwner: "A tenant keeps at least one owner."
            case .noPasskeyWanted: "The instance waits for no passkey."
            case .notWithdrawable: "The message has gone out or was taken back already."
            case .notResendable: "Only a message that has failed can be sent again."
            case .alreadyStarted: "It is being sent already, or was taken back."
            case .campaignStatus: "The campaign's status does not allow that."
            case .contactExists: "There is a contact of that number already."
            case .planExists: "There is a plan of that name already."
            case .planInUse: "Tenants have this plan."
            case .answerLost: "The request took effect, but its answer was lost; look up what it made."
            }
        return (409, conflict.rawValue, "Conflict", detail, nil)
    }

    private static func words(for reason: HTTPRefusal.Reason, _ status: Int) -> Words {
        switch reason {
        case .timedOut: (status, "request_timeout", "Request timeout", "The request took too long to arrive.", nil)
        case .targetTooLong: (status, "target_too_long", "Target too long", "The path and query are too long.", nil)
        case .unknownExpectation: (status, "unknown_expectation", "Expectation failed", "Only \"100-continue\" can be expected.", nil)
        case .fieldsTooLarge: (status, "headers_too_large", "Headers too large", "The headers are too many or too long.", nil)
        case .notImplemented: (status, "not_implemented", "Unknown method", "The method is not known.", nil)
        case .unsupportedVersion: (status, "unsupported_version", "Unsupported version", "Only HTTP/1.0 and 1.1 are spoken.", nil)
        case .malformed: (status, "invalid_request", "Invalid request", "The request is not well-formed HTTP/1.1.", nil)
        case .contentTooLarge: (status, "payload_too_large", "Payload too large", "The body is too large.", nil)
        }
    }

    private static func summary(_ violations: [Violation]) -> String {
        guard let first = violations.first else { return "The request breaks a rule." }
        return violations.count == 1
            ? "\(first.pointer) \(first.detail)".trimmedStart : "\(violations.count) rules are broken; `errors` lists them."
    }
}

extension String {
    fileprivate var trimmedStart: String { String(drop { $0 == " " }) }
}
