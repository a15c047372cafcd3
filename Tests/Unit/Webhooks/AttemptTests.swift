import Core
import Testing

@testable import Webhooks

@Suite struct AttemptTests {
    private func attempt(_ status: Int?, failure: String? = nil) -> Attempt {
        Attempt(
            at: Instant(seconds: 1_760_000_000), duration: .milliseconds(12), status: status, failure: failure, excerpt: "", retryAfter: nil)
    }

    @Test(arguments: [200, 201, 202, 204, 299]) func `any 2xx acknowledges`(status: Int) {
        #expect(attempt(status).isSuccess)
    }

    @Test(arguments: [nil, 100, 199, 300, 301, 302, 304, 400, 404, 410, 429, 500, 503]) func `nothing else does`(status: Int?) {
        #expect(!attempt(status).isSuccess)
    }

    @Test func `only 410 says that nothing more is wanted`() {
        #expect([nil, 200, 404, 410, 500].filter { attempt($0).isGone } == [410])
    }

    @Test func `what is remembered has the members of the native API`() {
        #expect(
            attempt(nil, failure: "timed_out").json == [
                "at": "2025-10-09T08:53:20.000Z", "status_code": nil, "duration_ms": 12, "failure": "timed_out", "response_excerpt": "",
            ])
    }
}
