import Core
import TestSupport
import Testing

/// Contract MF-03 and MFX-03: ten requests a second a key.
@Suite(.serialized, .herald) struct PaceTests {
    @Test(.tags(.MF_03, .MFX_03)) func `a key that asks more than ten times in a second is refused, and another key of the account is not`()
        async throws
    {
        let harness = try #require(Harness.shared)
        let tenant = try await harness.someTenant(isPaced: true)
        let other = try await harness.key(of: tenant)
        let get = { @Sendable (key: String) in try await harness.client.call("GET", "/api/v1/instances", headers: [("x-api-key", key)]) }
        let answers = try await overPace { try await get(tenant.key) }
        #expect(answers.passed?.status == 200 && answers.passed?.tellsLimits(messagesPerDay: 10_000, left: 10_000) == true)
        #expect(answers.refused.json == ["error": ["code": "API_RATE_LIMIT_EXCEEDED", "message": "Too many API requests"]])
        #expect(answers.refused.header("Retry-After") == "1")
        #expect(answers.refused.tellsLimits(messagesPerDay: 10_000, left: 10_000))
        #expect(try await get(other).status == 200)
        try await eventually("the key may ask again") { try await get(tenant.key).status == 200 }
    }

    @Test(.tags(.MFX_03)) func `the pace and the day's messages are told apart, and one does not use up the other`() async throws {
        let harness = try #require(Harness.shared)
        let tenant = try await harness.someTenant(plan: "free", isPaced: true)
        _ = try await overPace { try await harness.client.call("GET", "/api/v1/instances", headers: [("x-api-key", tenant.key)]) }
        try await eventually("the key may ask again") {
            let answer = try await harness.client.call("GET", "/api/v1/instances", headers: [("x-api-key", tenant.key)])
            return answer.status == 200 && answer.tellsLimits(messagesPerDay: 100, left: 100)
        }
    }
}
