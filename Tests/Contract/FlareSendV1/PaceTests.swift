import Core
import TestSupport
import Testing

/// The pace of a key, as this dialect tells it.
@Suite(.serialized, .herald) struct PaceTests {
    @Test(.tags(.FS1_03, .FS1_04)) func `more than ten requests in a second are refused with the one status that was added`() async throws {
        let harness = try #require(Harness.shared)
        let tenant = try await harness.someTenant(isPaced: true)
        let answers = try await overPace {
            try await harness.client.call(
                "POST", "/send-message", key: tenant.key, Stage.message([]), headers: [("api-key", tenant.key)])
        }
        #expect(answers.passed?.isFailure(400) == true && answers.passed?.tellsLimits(messagesPerDay: 10_000, left: 10_000) == true)
        #expect(answers.refused.isFailure(429))
        #expect(answers.refused.header("Retry-After") == "1" && answers.refused.tellsLimits(messagesPerDay: 10_000))
    }
}
