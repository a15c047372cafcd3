import API
import Core
import HTTP
import TestSupport
import Testing

extension PlanTests {
    /// What surrounds a request, and its body, are as large as they may be and not one byte larger.
    @Suite struct WireTests {
        private static let line = "GET /health/live HTTP/1.1\r\nHost: herald.test\r\nConnection: close\r\n"

        @Test func `a target has eight kibibytes`() async throws {
            let port = try #require(Harness.shared).client.port
            let limit = HTTPLimits().targetBytes
            for (bytes, status) in [(limit, 200), (limit + 1, 414)] {
                let target = "/health/live?" + String(repeating: "x", count: bytes - "/health/live?".count)
                #expect(await Wire.status(of: "GET \(target) HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n", port: port) == status)
            }
        }

        @Test func `a head has a hundred fields`() async throws {
            let port = try #require(Harness.shared).client.port
            let limit = HTTPLimits().fieldCount
            for (count, status) in [(limit, 200), (limit + 1, 431)] {
                let fields = (2..<count).map { "X-Field-\($0): x\r\n" }.joined()
                #expect(await Wire.status(of: Self.line + fields + "\r\n", port: port) == status)
            }
        }

        @Test func `a head has thirty-two kibibytes`() async throws {
            let port = try #require(Harness.shared).client.port
            let limit = HTTPLimits().headBytes
            for (bytes, status) in [(limit, 200), (limit + 1, 431)] {
                let rest = bytes - Self.line.utf8.count - "X: \r\n\r\n".utf8.count
                #expect(await Wire.status(of: Self.line + "X: \(String(repeating: "x", count: rest))\r\n\r\n", port: port) == status)
            }
        }

        @Test(arguments: Sending.allCases) func `a body has a mebibyte`(dialect: Sending) async throws {
            let stage = try await Stage(plan: "pro")
            _ = try await stage.tenant.linkedInstance()
            let status = { (bytes: Int) in
                // Blanks after the object are JSON still.
                try await dialect.send(to: Stage.numbers(0..<1), as: stage.tenant, paddedTo: bytes)
            }
            let taken = try await status(BodyLimit.json)
            #expect(dialect.isAccepted(taken), "\(taken.text)")
            let refused = try await status(BodyLimit.json + 1)
            // FlareSend v1 has a closed list of statuses (contract FS1-03).
            #expect(refused.status == (dialect == .flareSendV1 ? 400 : 413), "\(refused.text)")
            #expect(refused.text.contains("\(BodyLimit.json)"), "\(refused.text)")
            #expect(try await stage.messages() == 1)
        }
    }
}
