import Core
import TestSupport
import Testing

/// The pace of a key, as this dialect tells it.
@Suite(.serialized, .herald) struct PaceTests {
    @Test(.tags(.GS_04, .GS_06)) func `more than ten requests in a second are refused, and every answer tells what is left`() async throws {
        let harness = try #require(Harness.shared)
        let tenant = try await harness.someTenant(isPaced: true)
        let answers = try await overPace { try await harness.client.call("GET", "/api/v1/sessions", key: tenant.key) }
        #expect(answers.passed?.status == 200 && answers.passed?.tellsLimits(messagesPerDay: 10_000, left: 10_000) == true)
        #expect(answers.refused.isFailure(429, try #require(answers.refused.json["error"]?["code"]?.string)))
        #expect(answers.refused.header("Retry-After") == "1" && answers.refused.tellsLimits(messagesPerDay: 10_000))
    }
}
