import Core
import HTTP
import TestSupport
import Testing

@testable import API
@testable import Contracts
@testable import SessionsAPI

/// Contract GS-04 to GS-06 for everything that can go wrong, and not only what these tests can bring about.
@Suite struct RenderingTests {
    private func render(_ failure: Failure) -> HTTPResponse {
        var response = ErrorEnvelope.render(failure, FailureContext(requestID: RequestID(high: 1, low: 2), request: nil))
        StandardFields.complete(&response, failure, Security(key: .bearer))
        return response
    }

    private func content(of response: HTTPResponse) throws -> JSON {
        guard case .bytes(let bytes) = response.body else {
            Issue.record("there is no body")
            return .null
        }
        return try JSONParser.parse(bytes)
    }

    @Test(.tags(.GS_05), arguments: FailureKind.allCases) func `every failure is a code and a message`(kind: FailureKind) throws {
        let json = try content(of: render(kind.example))
        #expect(json.names == ["error"])
        #expect(json["error"]?.names == ["code", "message"])
        #expect(json["error"]?["code"]?.string?.wholeMatch(of: try Regex("[A-Z][A-Z_]+")) != nil)
    }

    @Test(.tags(.GS_04)) func `a session that is not connected is a conflict with its own code`() throws {
        for status in InstanceStatus.allCases {
            let response = render(.problem(.notReady(status)))
            #expect(response.status == 409)
            #expect(try content(of: response)["error"]?["code"] == "SESSION_NOT_CONNECTED")
        }
    }

    @Test(.tags(.GS_06)) func `a 429 that time cures says how long that takes`() {
        for failure in [Failure.problem(.limited(retryAfter: 3)), .problem(.quotaExceeded(limit: 100, retryAfter: 3))] {
            let response = render(failure)
            #expect(response.status == 429)
            #expect(response.fields["Retry-After"] == "3")
        }
        let full = render(.problem(.limitReached(.instance, limit: 10)))
        #expect(full.status == 429)
        #expect(full.fields["Retry-After"] == nil)
    }
}
