import Core
import Foundation
import TestSupport
import Testing

extension PlanTests {
    /// What the documents say of the members of bodies is what is done: at the limit nothing is said of it, one above it is refused.
    @Suite struct MemberTests {
        /// How a dialect that tells every broken rule tells where it is, and how many members with limits its document has at least.
        struct Telling: Sendable, CustomTestStringConvertible {
            let dialect: String
            let header: @Sendable (String) -> (String, String)
            let rules: @Sendable (JSON) -> [(place: String, rule: String)]
            let atLeast: Int
            var testDescription: String { dialect }
        }

        static let tellings = [
            Telling(
                dialect: "native", header: { ("Authorization", "Bearer \($0)") },
                rules: { ($0["errors"]?.array ?? []).map { ($0["pointer"]?.string ?? "", $0["detail"]?.string ?? "") } }, atLeast: 150),
            Telling(
                dialect: "msgflash", header: { ("x-api-key", $0) },
                rules: { ($0["error"]?["details"]?.array ?? []).map { ("/" + ($0["field"]?.string ?? ""), $0["message"]?.string ?? "") } },
                atLeast: 50),
        ]

        @Test(arguments: tellings) func `a member is taken at its limit and refused one above`(telling: Telling) async throws {
            let harness = try #require(Harness.shared)
            let tenant = try await harness.someTenant()
            let document = try await harness.client.call("GET", "/openapi/\(telling.dialect).json").json
            var tried = 0
            for path in document["paths"]?.object ?? [] {
                for operation in path.value.object ?? [] {
                    guard let schema = operation.value["requestBody"]?["content"]?["application/json"]?["schema"] else { continue }
                    let target = path.name.replacing(/\{[^}]+\}/, with: UUID().uuidString)
                    let call = { (body: JSON) in
                        try await harness.client.call(operation.name.uppercased(), target, body, headers: [telling.header(tenant.key)])
                    }
                    for member in BodyMember.all(in: schema, of: document) {
                        let above = try await call(member.above)
                        // What only the operator or a person may do is refused before it is read.
                        if [401, 403].contains(above.status) { break }
                        let place = "\(operation.name) \(path.name) \(member.pointer)"
                        #expect(above.status == 400, "\(place): \(above.text)")
                        #expect(
                            telling.rules(above.json).contains { $0.place == member.pointer && Self.isOfSize($0.rule) }, "\(place): \(above.text)")
                        let atLimit = try await call(member.atLimit)
                        #expect(atLimit.status < 500, "\(place): \(atLimit.text)")
                        #expect(
                            !telling.rules(atLimit.json).contains { $0.place == member.pointer && Self.isOfSize($0.rule) },
                            "\(place): \(atLimit.text)")
                        tried += 1
                    }
                }
            }
            #expect(tried >= telling.atLeast)
        }

        private static func isOfSize(_ rule: String) -> Bool { rule.contains("at most") || rule.hasPrefix("must be from") }
    }
}
