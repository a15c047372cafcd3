import Contracts
import Core
import TestSupport
import Testing

extension NativeTests {
    /// The code to scan, as people and programs want to see it.
    @Suite struct CodeTests {
        @Test(arguments: [("svg", "image/svg+xml"), ("png", "image/png"), ("text", "text/plain; charset=utf-8")])
        func `a picture is of its type, and nobody on the way keeps it`(format: String, mediaType: String) async throws {
            let tenant = try await try #require(Harness.shared).someTenant()
            let instance = try await tenant.pairingInstance()
            let answer = try await tenant.call("GET", "/v1/instances/\(instance)/qr?format=\(format)")
            #expect(answer.status == 200, "\(answer.text)")
            #expect(answer.header("Content-Type") == mediaType)
            #expect(answer.header("Cache-Control") == "no-store")
            switch format {
            case "svg": #expect(answer.text.hasPrefix("<svg") && answer.text.contains("</svg>"))
            case "png": #expect(answer.body.prefix(8) == [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
            default: #expect(answer.text.contains("█"))
            }
        }

        @Test func `two instances show two codes`() async throws {
            let tenant = try await try #require(Harness.shared).someTenant()
            let (one, other) = (try await tenant.pairingInstance(), try await tenant.pairingInstance())
            let pictures = [
                try await tenant.call("GET", "/v1/instances/\(one)/qr?format=svg").text,
                try await tenant.call("GET", "/v1/instances/\(other)/qr?format=svg").text,
            ]
            #expect(pictures[0] != pictures[1])
        }

        @Test func `nobody sees a code who only reads`() async throws {
            let harness = try #require(Harness.shared)
            let tenant = try await harness.someTenant()
            let instance = try await tenant.pairingInstance()
            let reading = try await harness.key(of: tenant, scopes: .read)
            for format in ["json", "svg", "png", "text"] {
                #expect(try await harness.client.call("GET", "/v1/instances/\(instance)/qr?format=\(format)", key: reading).status == 403)
            }
        }
    }
}
