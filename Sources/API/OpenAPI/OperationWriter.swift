import Contracts
import Core
import HTTP

/// Writes the paths of a document, and remembers the schemas and examples that it met.
struct OperationWriter {
    private static let requestIDHeader = "RequestId"
    private static let replayHeader = "IdempotentReplay"
    private static let keyParameter = "IdempotencyKey"

    private let dialect: Dialect
    private let failures: FailureWriter
    private var schemas: [String: JSON] = [:]
    private(set) var examples: [(place: String, example: Example)] = []

    init(_ dialect: Dialect) {
        self.dialect = dialect
        failures = FailureWriter(dialect)
    }

    mutating func paths(_ routes: [Route]) -> JSON {
        let byPath = Dictionary(grouping: routes, by: \.path)
        return .object(
            byPath.sorted { $0.key < $1.key }.map { path, routes in
                let operations = routes.sorted { $0.method.name < $1.method.name }.map { route in
                    JSON.Member(route.method.name.lowercased(), operation(route))
                }
                // OpenAPI has no word for the rest of a path; it is a parameter like any other there.
                return JSON.Member(path.replacing("...}", with: "}"), .object(operations))
            })
    }

    mutating func webhooks(_ webhooks: [WebhookDescription]) -> JSON {
        .object(
            webhooks.sorted { $0.name < $1.name }.map { webhook in
                examples.append(("webhook \(webhook.name)", webhook.example))
                let content: JSON = [
                    MediaType.json: ["schema": webhook.schema.json(&schemas), "example": webhook.example.json]
                ]
                let post: JSON = [
                    "operationId": .string("receive" + webhook.name.split { !$0.isLetter && !$0.isNumber }.map(\.capitalizedFirst).joined()),
                    "summary": .string(webhook.summary),
                    "requestBody": ["required": true, "content": content],
                    "responses": ["2XX": ["description": "Acknowledged"]],
                ]
                return JSON.Member(webhook.name, ["post": post])
            })
    }

    /// To be asked last: it has every schema that was met.
    func components(_ security: Security) -> JSON {
        var schemes = [JSON.Member(SecurityName.key, Self.scheme(security.key))]
        if let token = security.token { schemes.append(JSON.Member(SecurityName.token, Self.scheme(token))) }
        let requestID: JSON = [
            "description": "The id of this request, for questions about it", "required": true, "schema": ["type": "string", "format": "uuid"],
        ]
        let replay: JSON = [
            "description": "true where the answer was given before, to the same request with the same key",
            "schema": ["type": "string", "enum": ["true"]],
        ]
        let key: JSON = [
            "name": "Idempotency-Key", "in": "header", "required": false,
            "description": .string(
                "What you call this request. Sent again within 24 hours with the same key, it has no second effect and is answered the same; "
                    + "another request with the same key is refused, and one that comes while the first is running is to be sent again. "
                    + "A request that was refused does not use its key up."),
            "schema": ["type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[ -~]+$"],
        ]
        var headers = [JSON.Member(Self.requestIDHeader, requestID)] + RateLimitFields.descriptions
        var members: [JSON.Member] = []
        if dialect.routes.contains(where: { $0.isDocumented && $0.takesKey }) {
            headers.append(JSON.Member(Self.replayHeader, replay))
            members.append(JSON.Member("parameters", .object([JSON.Member(Self.keyParameter, key)])))
        }
        members += [
            JSON.Member("headers", .object(headers.sorted { $0.name < $1.name })),
            JSON.Member("schemas", .object(schemas.sorted { $0.key < $1.key }.map { JSON.Member($0.key, $0.value) })),
            JSON.Member("securitySchemes", .object(schemes)),
        ]
        return .object(members.sorted { $0.name < $1.name })
    }

    private enum SecurityName {
        static let key = "key"
        static let token = "token"
    }

    private mutating func operation(_ route: Route) -> JSON {
        var members = [JSON.Member("operationId", .string(route.operationID)), JSON.Member("summary", .string(route.summary))]
        if !route.details.isEmpty { members.append(JSON.Member("description", .string(route.details))) }
        var parameters = route.inputs.compactMap { parameter($0) }
        if route.takesKey { parameters.append(["$ref": .string("#/components/parameters/" + Self.keyParameter)]) }
        if !parameters.isEmpty { members.append(JSON.Member("parameters", .array(parameters))) }
        if let body = requestBody(route) { members.append(JSON.Member("requestBody", body)) }
        members.append(JSON.Member("responses", responses(route)))
        members.append(JSON.Member("security", Self.security(route.requirement, dialect.security)))
        return .object(members)
    }

    private mutating func parameter(_ input: InputDescription) -> JSON? {
        let (name, place): (String, String)
        switch input.place {
        case .path(let path): (name, place) = (path, "path")
        case .query(let query): (name, place) = (query, "query")
        case .header(let header): (name, place) = (header, "header")
        case .body: return nil
        }
        var schema = input.schema.json(&schemas).object ?? []
        if let value = input.whenAbsent { schema.append(JSON.Member("default", value)) }
        var members = [
            JSON.Member("name", .string(name)), JSON.Member("in", .string(place)), JSON.Member("required", .bool(input.isRequired)),
        ]
        if !input.description.isEmpty { members.append(JSON.Member("description", .string(input.description))) }
        members.append(JSON.Member("schema", .object(schema)))
        return .object(members)
    }

    private mutating func requestBody(_ route: Route) -> JSON? {
        for input in route.inputs {
            guard case .body(let types, let limit) = input.place else { continue }
            let content =
                types.map { JSON.Member($0, mediaType(input.schema, input.example, "\(route.operationID), request")) }
                + input.otherContents.map { JSON.Member($0.type, mediaType($0.schema, nil, "")) }
            // Files come as they are or in a form; how large one may be is for the plan to say.
            let file = input.otherContents.isEmpty ? "" : "; a file, as many as the plan allows"
            return [
                "description": .string("At most \(limit) bytes" + file), "required": .bool(input.isRequired), "content": .object(content),
            ]
        }
        return nil
    }

    private mutating func mediaType(_ schema: Schema, _ example: Example?, _ place: String) -> JSON {
        var members = [JSON.Member("schema", schema.json(&schemas))]
        if let example {
            examples.append((place, example))
            members.append(JSON.Member("example", example.json))
        }
        return .object(members)
    }

    private mutating func responses(_ route: Route) -> JSON {
        let requestID = JSON.Member("X-Request-Id", ["$ref": .string("#/components/headers/" + Self.requestIDHeader)])
        let limits = Self.limits(route.requirement)
        var headers = [requestID] + limits
        if route.takesKey {
            headers.append(JSON.Member("Idempotent-Replay", ["$ref": .string("#/components/headers/" + Self.replayHeader)]))
        }
        if route.output.hasLocation {
            headers.append(
                JSON.Member("Location", ["description": "The path of what was made", "schema": ["type": "string", "format": "uri-reference"]]))
        }
        var success = [JSON.Member("description", .string(route.output.summary)), JSON.Member("headers", .object(headers))]
        let content = route.output.content.map { type, schema in
            JSON.Member(type, mediaType(schema, route.output.example, "\(route.operationID), answer"))
        }
        if !content.isEmpty { success.append(JSON.Member("content", .object(content))) }
        let failed = failures.responses(route.declared, requestID: requestID, limits: limits, schema: dialect.failureSchema.json(&schemas))
        return .object([JSON.Member("\(route.output.status)", .object(success))] + failed)
    }

    /// What answers of a route tell of limits.
    private static func limits(_ requirement: Requirement) -> [JSON.Member] {
        switch requirement {
        case .nothing, .operatorKey: []
        case .key, .keyAndToken: RateLimitFields.references
        }
    }

    private static func scheme(_ scheme: Security.Scheme) -> JSON {
        switch scheme {
        case .bearer: ["type": "http", "scheme": "bearer"]
        case .header(let name): ["type": "apiKey", "in": "header", "name": .string(name)]
        }
    }

    private static func security(_ requirement: Requirement, _ security: Security) -> JSON {
        switch requirement {
        case .nothing: []
        case .key, .operatorKey: [[SecurityName.key: []]]
        case .keyAndToken where security.token != nil: [[SecurityName.key: [], SecurityName.token: []]]
        case .keyAndToken: [[SecurityName.key: []]]
        }
    }
}

extension Substring {
    fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
