import Core

/// What an OpenAPI document promises of everything that could be long: how long it may be.
struct SchemaLaw {
    /// Where no limit is stated, and of what.
    private(set) var faults: Set<String> = []
    /// Where any JSON is taken: only the body's own limit bounds it.
    private(set) var open: Set<String> = []

    private let components: JSON
    private let parameters: JSON
    private var seen: Set<String> = []

    init(_ document: JSON) {
        components = document["components"]?["schemas"] ?? .null
        parameters = document["components"]?["parameters"] ?? .null
        for path in document["paths"]?.object ?? [] {
            for operation in path.value.object ?? [] { check(operation.value, "\(operation.name) \(path.name)") }
        }
    }

    private mutating func check(_ operation: JSON, _ name: String) {
        for listed in operation["parameters"]?.array ?? [] {
            let parameter = listed["$ref"]?.string?.split(separator: "/").last.flatMap { parameters[String($0)] } ?? listed
            check(parameter["schema"] ?? .null, "\(name) ?\(parameter["name"]?.string ?? "")", isTaken: true)
        }
        for content in operation["requestBody"]?["content"]?.object ?? [] {
            check(content.value["schema"] ?? .null, "\(name) \(content.name)", isTaken: true)
        }
        if operation["requestBody"] != nil, operation["requestBody"]?["description"]?.string?.contains(/[1-9][0-9]+ bytes/) != true {
            faults.insert("\(name): no bytes of the body")
        }
        for answer in operation["responses"]?.object ?? [] {
            for header in answer.value["headers"]?.object ?? [] where header.value["schema"] != nil {
                check(header.value["schema"] ?? .null, "\(name) \(answer.name) \(header.name)", isTaken: false)
            }
            for content in answer.value["content"]?.object ?? [] where content.name.hasSuffix("json") {
                check(content.value["schema"] ?? .null, "\(name) \(answer.name)", isTaken: false)
            }
        }
    }

    private mutating func check(_ schema: JSON, _ place: String, isTaken: Bool) {
        if let reference = schema["$ref"]?.string?.split(separator: "/").last.map(String.init) {
            // Once as something taken, once as something given.
            guard seen.insert("\(reference) \(isTaken)").inserted else { return }
            return check(components[reference] ?? .null, reference, isTaken: isTaken)
        }
        let types = schema["type"].map { $0.array ?? [$0] }?.compactMap(\.string) ?? []
        let alternatives = schema["anyOf"]?.array ?? []
        if types.isEmpty, alternatives.isEmpty, schema["enum"] == nil, schema["const"] == nil, isTaken { open.insert(place) }
        for alternative in alternatives { check(alternative, place, isTaken: isTaken) }
        if types.contains("array") {
            require("maxItems", of: schema, place)
            check(schema["items"] ?? .null, place + "[]", isTaken: isTaken)
        }
        if types.contains("string"), ["maxLength", "pattern", "format", "enum", "const", "contentMediaType"].allSatisfy({ schema[$0] == nil }) {
            faults.insert("\(place): a string")
        }
        if types.contains("integer") {
            require("maximum", of: schema, place)
            require("minimum", of: schema, place)
        }
        for property in schema["properties"]?.object ?? [] { check(property.value, "\(place).\(property.name)", isTaken: isTaken) }
        if let values = schema["additionalProperties"] {
            require("maxProperties", of: schema, place)
            // Members of any names are as open as what they are in.
            if values.object?.isEmpty == false { check(values, place + "{}", isTaken: isTaken) }
        }
    }

    private mutating func require(_ keyword: String, of schema: JSON, _ place: String) {
        if schema[keyword]?.integer == nil { faults.insert("\(place): no \(keyword)") }
    }
}
