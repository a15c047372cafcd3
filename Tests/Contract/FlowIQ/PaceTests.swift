import Core
import TestSupport
import Testing

/// The pace of a key, as this dialect tells it.
@Suite(.serialized, .herald) struct PaceTests {
    @Test func `more than ten requests in a second are refused, and every answer tells what is left`() async throws {
        let harness = try #require(Harness.shared)
        let tenant = try await harness.someTenant(isPaced: true)
        let answers = try await overPace { try await harness.client.call("POST", "/send-whatsapp", key: tenant.key, Stage.body()) }
        #expect(answers.passed?.status == 409 && answers.passed?.tellsLimits(messagesPerDay: 10_000, left: 10_000) == true)
        #expect(answers.refused.json.names == ["error", "message"])
        #expect(answers.refused.header("Retry-After") == "1" && answers.refused.tellsLimits(messagesPerDay: 10_000))
    }
}
