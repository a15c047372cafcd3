import API
import Contracts
import Core
import HTTP
import Testing

@Suite struct OpenAPITests {
    private let document = OpenAPIDocument(SampleDocument.dialect()).json

    private func operation(_ path: String, _ method: String) throws -> JSON {
        try #require(document["paths"]?[path]?[method])
    }

    @Test func `the same routes give the same bytes, in whatever order they are declared`() {
        var reversed = SampleDocument.dialect()
        reversed.routes.reverse()
        #expect(OpenAPIDocument(reversed).text == OpenAPIDocument(SampleDocument.dialect()).text)
        #expect(document["paths"]?.object?.map(\.name) == ["/health", "/x", "/x/events", "/x/files/{path}", "/x/image", "/x/{id}/greet"])
    }

    @Test func `an operation has its parameters with limits and defaults`() throws {
        let greet = try operation("/x/{id}/greet", "post")
        #expect(greet["operationId"] == "greet")
        #expect(greet["description"] == "At greater length.")
        #expect(
            greet["parameters"] == [
                ["name": "id", "in": "path", "required": true, "description": "Whose", "schema": ["type": "string", "format": "uuid"]],
                [
                    "name": "limit", "in": "query", "required": false, "description": "How many",
                    "schema": ["type": "integer", "minimum": 1, "maximum": 100, "default": 20],
                ],
                ["name": "tag", "in": "query", "required": false, "schema": ["type": "string", "maxLength": 9]],
                [
                    "name": "X-Lane", "in": "header", "required": false,
                    "schema": ["type": "string", "maxLength": 65_536, "examples": ["text", "image"]],
                ],
                ["$ref": "#/components/parameters/IdempotencyKey"],
            ])
    }

    @Test func `what may change something takes an idempotency key, unless it asks for no credentials`() throws {
        let key: JSON = ["$ref": "#/components/parameters/IdempotencyKey"]
        for (path, method, takes) in [("/x/{id}/greet", "post", true), ("/x/image", "put", true), ("/x", "get", false), ("/x/events", "get", false)] {
            let operation = try operation(path, method)
            #expect(operation["parameters"]?.array?.contains(key) ?? false == takes, "\(path)")
            #expect((operation["responses"]?.object?.first?.value["headers"]?["Idempotent-Replay"] != nil) == takes, "\(path)")
        }
        #expect(document["components"]?["parameters"]?["IdempotencyKey"]?["schema"]?["maxLength"] == 255)
    }

    @Test func `a named shape is described once and referred to`() throws {
        let greet = try operation("/x/{id}/greet", "post")
        #expect(greet["requestBody"]?["content"]?["application/json"]?["schema"] == ["$ref": "#/components/schemas/Greeting"])
        #expect(greet["responses"]?["201"]?["content"]?["application/json"]?["schema"] == ["$ref": "#/components/schemas/Greeting"])
        #expect(
            document["components"]?["schemas"]?["Greeting"] == [
                "type": "object",
                "properties": [
                    "name": ["type": "string", "minLength": 1, "maxLength": 20, "description": "Who is greeted"],
                    "times": ["type": "integer", "minimum": 1, "maximum": 3, "default": 1],
                ],
                "required": ["name"],
            ])
    }

    @Test func `a member that may be null says so, and one that may be missing is not required`() throws {
        let order = try #require(document["components"]?["schemas"]?["Order"])
        #expect(order["properties"]?["note"]?["type"] == ["string", "null"])
        #expect(order["required"] == ["id", "kind", "numbers", "item", "note", "price", "extra"])
        #expect(order["properties"]?["extra"] == .object([]))
        #expect(order["properties"]?["numbers"]?["maxItems"] == 3)
    }

    @Test func `every failure is described in the dialect's own words, several of one status together`() throws {
        let responses = try #require(try operation("/x/{id}/greet", "post")["responses"])
        #expect(responses.object?.map(\.name) == ["201", "400", "401", "403", "404", "409", "413", "415", "422", "429", "500", "503"])
        let limited = try #require(responses["429"])
        #expect(limited["description"] == "Too many requests; The day's messages are used up")
        #expect(limited["headers"]?["Retry-After"] != nil)
        let examples = try #require(limited["content"]?["application/json"]?["examples"])
        #expect(examples["quotaExceeded"]?["value"] == ["dialect": "flaresend-v1", "kind": "quotaExceeded", "pointers": []])
        #expect(limited["content"]?["application/json"]?["schema"] == ["$ref": "#/components/schemas/Failure"])
    }

    @Test func `what has to be shown is what the route requires`() throws {
        #expect(try operation("/x/{id}/greet", "post")["security"] == [["key": [], "token": []]])
        #expect(try operation("/x", "get")["security"] == [["key": []]])
        #expect(try operation("/x/image", "put")["security"] == [["key": []]])
        #expect(try operation("/health", "get")["security"] == [])
        #expect(document["components"]?["securitySchemes"]?["key"] == ["type": "apiKey", "in": "header", "name": "api-key"])
    }

    @Test func `streams, uploads and webhooks have their media types and examples`() throws {
        #expect(try operation("/x/events", "get")["responses"]?["200"]?["content"]?["text/event-stream"] != nil)
        #expect(try operation("/x/image", "put")["requestBody"]?["content"]?.object?.map(\.name) == ["image/png", "image/jpeg"])
        let webhook = document["webhooks"]?["x.greeted"]?["post"]
        #expect(webhook?["requestBody"]?["content"]?["application/json"]?["example"] == ["name": "Ada", "times": 2])
    }

    @Test func `every reference leads somewhere and every operation has its own name`() throws {
        var names: [String] = []
        for (_, item) in (document["paths"]?.object ?? []).map({ ($0.name, $0.value) }) {
            names += (item.object ?? []).compactMap { $0.value["operationId"]?.string }
        }
        #expect(names.count == 6)
        #expect(Set(names).count == names.count)
        for reference in references(document) {
            let target = reference.split(separator: "/").dropFirst().reduce(document as JSON?) { $0?[String($1)] }
            #expect(target != nil, "\(reference)")
        }
    }

    @Test func `what a route hides is not in the document`() throws {
        #expect(document["paths"]?["/x"]?["patch"] == nil)
    }

    @Test func `an example that its own shape refuses is found`() {
        #expect(OpenAPIDocument(SampleDocument.dialect()).faultyExamples == [])
        let faulty = OpenAPIDocument(SampleDocument.dialect(example: Greeting(name: "", times: 2))).faultyExamples
        #expect(
            faulty == [
                "greet, request: /name: must not be empty", "greet, answer: /name: must not be empty",
                "webhook x.greeted: /name: must not be empty",
            ])
    }

    private func references(_ json: JSON) -> [String] {
        switch json {
        case .null, .bool, .integer, .number, .string: []
        case .array(let elements): elements.flatMap(references)
        case .object(let members):
            members.flatMap { member in
                member.name == "$ref" ? [member.value.string ?? ""] : references(member.value)
            }
        }
    }
}
