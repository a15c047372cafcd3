import API
import Contracts
import Core
import HTTP
import TestSupport
import Testing

@testable import MsgFlash

/// Contract MFX-01 to MFX-03: how failures are worded.
@Suite(.serialized, .herald) struct ErrorTests {
    @Test(.tags(.MFX_01)) func `every failure is an error with a code and a message, and details where rules are broken`() async throws {
        let stage = try await Stage()
        let (client, key) = (stage.harness.client, [("x-api-key", stage.tenant.key)])
        let failures = [
            try await client.call("GET", "/api/v1/instances"), try await client.call("POST", "/api/v1/instances", headers: key),
            try await client.call("GET", "/api/v1/instances/none", headers: key),
            try await client.call("GET", "/api/v1/instances/00000000-0000-7000-8000-000000000000", headers: key),
            try await client.call("GET", "/api/v1/instances/%ff", headers: key),
            try await client.call("GET", "/api/v1/instances?tenantId=nobody", headers: key),
        ]
        #expect(failures.map(\.status) == [401, 405, 400, 404, 400, 403])
        for failure in failures {
            let error = try #require(failure.json["error"])
            #expect(failure.json.names == ["error"])
            #expect(error.names == (failure.status == 400 ? ["code", "message", "details"] : ["code", "message"]))
            #expect(failure.header("Content-Type") == "application/json")
            for detail in error["details"]?.array ?? [] {
                #expect(detail.names == ["field", "message"])
            }
        }
    }

    static let problems: [(problem: Problem, status: Int, code: String)] = [
        (.unauthenticated(.missing), 401, "UNAUTHORIZED"), (.unauthenticated(.invalid), 401, "UNAUTHORIZED"),
        (.unauthenticated(.wrongPassword), 401, "UNAUTHORIZED"), (.forbidden(.otherTenant), 403, "FORBIDDEN"),
        (.forbidden(.scope), 403, "FORBIDDEN"), (.forbidden(.tenantSuspended), 403, "SUBSCRIPTION_INACTIVE"),
        (.notFound(.instance), 404, "NOT_FOUND"), (.notFound(.path), 404, "NOT_FOUND"),
        (.methodNotAllowed(allow: ["GET"]), 405, "BAD_REQUEST"), (.invalid([Violation("/to", "is required")]), 400, "VALIDATION_ERROR"),
        (.invalid([Violation("/text", "x", fault: .syntax)]), 400, "TEMPLATE_INVALID"),
        (.invalid([Violation("/variables", "x", fault: .variable)]), 400, "TEMPLATE_VARIABLES_MISSING"),
        (.invalid([Violation("/variables", "x", fault: .context)]), 400, "TEMPLATE_CONTEXT_UNAVAILABLE"),
        (.invalid([Violation("/variables", "x", fault: .variable), Violation("/to", "y")]), 400, "VALIDATION_ERROR"),
        (.conflict(.nameTaken), 409, "CONFLICT"), (.notReady(.disconnected), 409, "CONFLICT"),
        (.limited(retryAfter: 1), 429, "API_RATE_LIMIT_EXCEEDED"), (.quotaExceeded(limit: 100, retryAfter: 9), 429, "API_RATE_LIMIT_EXCEEDED"),
        (.limitReached(.instance, limit: 10), 403, "MAX_INSTANCES_REACHED"), (.limitReached(.key, limit: 10), 403, "MAX_API_KEYS_REACHED"),
        (.limitReached(.endpoint, limit: 10), 403, "MAX_WEBHOOK_ENDPOINTS_REACHED"),
        (.limitReached(.key, limit: 0), 403, "API_KEYS_NOT_AVAILABLE_ON_PLAN"),
        (.limitReached(.endpoint, limit: 0), 403, "WEBHOOKS_NOT_AVAILABLE_ON_PLAN"),
        (.limitReached(.instance, limit: 0), 403, "MAX_INSTANCES_REACHED"), (.forbidden(.pinnedKey), 403, "TEAM_KEY_NOT_ALLOWED"),
        (.tooLarge(limit: 9), 413, "BAD_REQUEST"),
        (.unsupportedMediaType, 415, "BAD_REQUEST"), (.verificationFailed("it answered 404"), 400, "VALIDATION_ERROR"),
        (.unavailable(retryAfter: 1), 503, "INTERNAL_ERROR"), (.unknownOutcome, 503, "INTERNAL_ERROR"),
    ]

    @Test(.tags(.MFX_02), arguments: problems) func `a problem has its code and its status`(problem: Problem, status: Int, code: String) throws {
        let (found, error) = try rendered(.problem(problem))
        #expect(found == status)
        #expect(error["code"]?.string == code)
    }

    @Test(.tags(.MFX_02)) func `what nobody foresaw says nothing about itself`() throws {
        let (status, error) = try rendered(.incident)
        #expect(status == 500)
        #expect(error == ["code": "INTERNAL_ERROR", "message": "Internal server error"])
    }

    @Test(.tags(.MFX_02)) func `every code is one of the documented`() {
        let documented: Set = [
            "UNAUTHORIZED", "FORBIDDEN", "SUBSCRIPTION_INACTIVE", "MAX_INSTANCES_REACHED", "API_KEYS_NOT_AVAILABLE_ON_PLAN",
            "MAX_API_KEYS_REACHED", "WEBHOOKS_NOT_AVAILABLE_ON_PLAN", "MAX_WEBHOOK_ENDPOINTS_REACHED", "CAMPAIGNS_NOT_AVAILABLE_ON_PLAN",
            "STATUSES_NOT_AVAILABLE_ON_PLAN", "MAX_CONTACT_GROUPS_REACHED", "FEATURE_NOT_AVAILABLE_ON_PLAN", "TEAM_KEY_REQUIRED",
            "TEAM_KEY_NOT_ALLOWED", "VALIDATION_ERROR", "BAD_REQUEST", "TEMPLATE_INVALID", "TEMPLATE_VARIABLES_MISSING",
            "TEMPLATE_CONTEXT_UNAVAILABLE", "INVALID_DESTINATION", "NOT_FOUND", "CONFLICT", "API_RATE_LIMIT_EXCEEDED",
            "MONTHLY_API_REQUEST_QUOTA_EXCEEDED", "INTERNAL_ERROR", "PROVIDER_TIMEOUT", "PROVIDER_UNAVAILABLE", "PROVIDER_ERROR",
        ]
        #expect(Set(ErrorCode.allCases.map(\.rawValue)).isSubset(of: documented))
    }

    @Test(.tags(.MFX_03)) func `too many requests have the documented text`() throws {
        let (status, error) = try rendered(.problem(.limited(retryAfter: 1)))
        #expect(status == 429)
        #expect(error == ["code": "API_RATE_LIMIT_EXCEEDED", "message": "Too many API requests"])
    }

    static let ownPaths = [
        "/api/v1/instances", "/api/v1/messages/send", "/api/v1/messages/schedule", "/api/v1/campaigns", "/api/v1/templates", "/api/v1/contacts",
        "/api/v1/webhooks", "/api/v1/number-lookups", "/api/v1/billing", "/api/v1/usage", "/api/v1/me",
    ]

    @Test(arguments: ownPaths) func `what is unknown below the paths of this API is refused in its words`(path: String) async throws {
        let answer = try await #require(Harness.shared).client.call("GET", path + "/of/nobody")
        #expect(answer.status == 404)
        #expect(answer.json == ["error": ["code": "NOT_FOUND", "message": "Path not found"]])
    }

    private func rendered(_ failure: Failure) throws -> (status: Int, error: JSON) {
        let response = ErrorBody.render(failure, FailureContext(requestID: RequestID(high: 1, low: 1), request: nil))
        guard case .bytes(let bytes) = response.body else { throw TestFailure() }
        return (response.status, try #require(try JSONParser.parse(bytes)["error"]))
    }

    private struct TestFailure: Error {}
}
