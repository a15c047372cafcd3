import Core
import TestSupport
import Testing

extension PlanTests {
    /// Everything that can be long has a limit that the documents state.
    @Suite struct DocumentTests {
        static let dialects = ["native", "admin", "flaresend-v1", "flaresend-v2", "sessions", "msgflash", "flowiq"]

        /// Where any JSON is taken, each for a reason: whole objects that others define, what is refused whatever it is, what a dialect's own
        /// sentence is said about, and contents that are no JSON.
        static let open: [String: Set<String>] = [
            "native": [
                "post /v1/instances/{id}/passkey application/json", "post /v1/sandbox/instances/{id}/inbound application/json.message",
                "Buttons.buttons[].action", "post /v1/media */*",
            ],
            "flaresend-v2": ["post /groups/{groupId}/participants application/json.action"],
            "msgflash": ["SendMessage.scheduledAt"],
        ]

        @Test(arguments: dialects) func `every array, string and number of every document has a limit`(dialect: String) async throws {
            let law = SchemaLaw(try await document(dialect))
            #expect(law.faults.sorted() == [])
            #expect(law.open == Self.open[dialect] ?? [])
        }

        @Test(arguments: dialects) func `every document says how large a request may be`(dialect: String) async throws {
            let limits = try #require(try await document(dialect)["info"]?["x-limits"])
            #expect(limits == ["target_bytes": 8192, "head_bytes": 32_768, "head_fields": 100, "body_bytes": 104_857_600])
        }

        @Test(arguments: dialects) func `every list says how long a page is, and is no longer`(dialect: String) async throws {
            let document = try await document(dialect)
            for path in document["paths"]?.object ?? [] {
                guard let operation = path.value["get"], let list = list(in: operation, of: document) else { continue }
                let limit = operation["parameters"]?.array?.first { $0["name"] == "limit" }?["schema"]
                if let limit {
                    #expect(limit["minimum"] == 1, "\(path.name)")
                    // Who asks for no pages may get all there is; how much that is at most is said then.
                    #expect(list == limit["maximum"]?.integer || Self.says(operation, "\(list)"), "\(path.name)")
                    #expect(limit["default"] != nil || Self.says(operation, "\(list)"), "\(path.name)")
                } else {
                    #expect(Self.says(operation, "\(list)"), "\(path.name)")
                }
            }
        }

        @Test(arguments: dialects) func `every list takes the longest page, and none that is longer or empty`(dialect: String) async throws {
            let harness = try #require(Harness.shared)
            let tenant = try await harness.someTenant()
            let key = dialect == "admin" ? Harness.adminKey : tenant.key
            let headers = [(dialect == "msgflash" ? "x-api-key" : "Authorization", dialect == "msgflash" ? key : "Bearer \(key)")]
            let document = try await document(dialect)
            for path in document["paths"]?.object ?? [] where !path.name.contains("{") {
                let parameters = path.value["get"]?["parameters"]?.array ?? []
                guard let longest = parameters.first(where: { $0["name"] == "limit" })?["schema"]?["maximum"]?.integer else { continue }
                for (limit, isTaken) in [(1, true), (longest, true), (longest + 1, false), (0, false)] {
                    let answer = try await harness.client.call("GET", "\(path.name)?limit=\(limit)", headers: headers)
                    // A list may ask for a linked instance; what is wrong with the request is said before.
                    #expect((answer.status != 400) == isTaken, "\(path.name) \(limit): \(answer.text)")
                    #expect(answer.status < 500, "\(path.name) \(limit): \(answer.text)")
                }
            }
        }

        /// Whether the words about an operation or its parameters have that in them.
        private static func says(_ operation: JSON, _ words: String) -> Bool {
            ([operation] + (operation["parameters"]?.array ?? [])).contains { $0["description"]?.string?.contains(words) == true }
        }

        private func document(_ dialect: String) async throws -> JSON {
            let answer = try await #require(Harness.shared).client.call("GET", "/openapi/\(dialect).json")
            try #require(answer.status == 200)
            return answer.json
        }

        /// The most elements of the list that a collection answers with; nil where one thing is answered.
        private func list(in operation: JSON, of document: JSON) -> Int64? {
            func resolved(_ schema: JSON?) -> JSON {
                guard let name = schema?["$ref"]?.string?.split(separator: "/").last else { return schema ?? .null }
                return document["components"]?["schemas"]?[String(name)] ?? .null
            }
            let answer = operation["responses"]?["200"]?["content"]?["application/json"]?["schema"]
            let lists = ["data", "sessions", "keys", "messages", "campaigns", "templates", "payments", "plans"]
            var whole = resolved(answer)
            let inner = resolved(whole["properties"]?["data"])
            if inner["properties"]?.object?.isEmpty == false { whole = inner }
            for name in lists {
                let property = resolved(whole["properties"]?[name])
                if property["type"] == "array" { return property["maxItems"]?.integer }
                if property["additionalProperties"] != nil { return property["maxProperties"]?.integer }
            }
            return nil
        }
    }
}
