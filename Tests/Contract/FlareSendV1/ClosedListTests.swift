import Core
import HTTP
import TestSupport
import Testing

@testable import API
@testable import Contracts
@testable import FlareSendV1

/// Contract FS1-03 to FS1-06, for everything that can go wrong, and not only what these tests can bring about.
@Suite struct ClosedListTests {
    static let statuses: Set<Int> = [400, 401, 403, 404, 429, 500]

    static let failures: [Failure] =
        FailureKind.allCases.map(\.example) + [408, 414, 417, 431, 501, 505].map { .protocolError(.malformed, status: $0) }
        + [
            .problem(.unauthenticated(.missing)), .problem(.unauthenticated(.wrongPassword)), .problem(.forbidden(.otherTenant)),
            .problem(.forbidden(.tenantSuspended)), .problem(.forbidden(.operatorOnly)), .problem(.notFound(.path)), .problem(.notFound(.instance)),
            .problem(.conflict(.emailTaken)), .problem(.conflict(.nameTaken)), .problem(.invalid([])),
        ] + InstanceStatus.allCases.map { .problem(.notReady($0)) }

    @Test(.tags(.FS1_03, .FS1_04, .FS1_05), arguments: failures)
    func `whatever goes wrong is said with a documented status, in two members`(failure: Failure) throws {
        let context = FailureContext(requestID: RequestID(high: 1, low: 2), request: nil)
        let response = Envelope.render(failure, context)
        #expect(Self.statuses.contains(response.status))
        guard case .bytes(let bytes) = response.body else {
            Issue.record("there is no body")
            return
        }
        let json = try JSONParser.parse(bytes)
        #expect(json.names == ["error_code", "error_message"])
        #expect(json["error_code"] == .integer(Int64(response.status)))
        #expect(json["error_message"]?.string?.isEmpty == false)
    }
}
