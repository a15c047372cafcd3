package import Core

/// What a shape promises, in the JSON Schema dialect of OpenAPI 3.1 (2020-12).
package indirect enum Schema: Sendable, Hashable {
    /// Keywords that stand for themselves: `type`, `enum`, `minimum` and the like.
    case keywords([JSON.Member])
    /// An object with these members.
    case object([Property])
    /// An array of such elements, with the other keywords it has.
    case array(of: Schema, [JSON.Member])
    /// An object whose names are free and whose values are such.
    case dictionary(of: Schema, [JSON.Member])
    /// The same, or null.
    case nullable(Schema)
    /// Any of these.
    case anyOf([Schema])
    /// The same, under a name that documents refer to.
    case named(String, Schema)

    /// A member of an object.
    package struct Property: Sendable, Hashable {
        let name: String
        let schema: Schema
        let isRequired: Bool
        let description: String
        let whenAbsent: JSON?
    }

    /// Whatever JSON there is.
    package static let anything = Schema.keywords([])

    /// The members, where it is an object that names them.
    var properties: [Property] {
        switch self {
        case .object(let properties): properties
        case .named(_, let schema), .nullable(let schema): schema.properties
        case .keywords, .array, .dictionary, .anyOf: []
        }
    }

    /// The schema as JSON; named ones become references, and what they refer to is added to `components`.
    func json(_ components: inout [String: JSON]) -> JSON {
        switch self {
        case .keywords(let members): return .object(members)
        case .object(let properties): return object(properties, &components)
        case .array(let element, let members):
            return .object([JSON.Member("type", "array"), JSON.Member("items", element.json(&components))] + members)
        case .dictionary(let value, let members):
            return .object([JSON.Member("type", "object"), JSON.Member("additionalProperties", value.json(&components))] + members)
        case .nullable(let schema): return Self.orNull(schema.json(&components))
        case .anyOf(let schemas): return ["anyOf": .array(schemas.map { $0.json(&components) })]
        case .named(let name, let schema):
            let definition = schema.json(&components)
            precondition(components[name] == nil || components[name] == definition, "two shapes are named \(name)")
            components[name] = definition
            return ["$ref": .string("#/components/schemas/" + name)]
        }
    }

    private func object(_ properties: [Property], _ components: inout [String: JSON]) -> JSON {
        var described: [JSON.Member] = []
        for property in properties {
            guard case .object(var members) = property.schema.json(&components) else { continue }
            if !property.description.isEmpty { members.append(JSON.Member("description", .string(property.description))) }
            if let value = property.whenAbsent { members.append(JSON.Member("default", value)) }
            described.append(JSON.Member(property.name, .object(members)))
        }
        let required = properties.filter(\.isRequired).map { JSON.string($0.name) }
        var members = [JSON.Member("type", "object"), JSON.Member("properties", .object(described))]
        if !required.isEmpty { members.append(JSON.Member("required", .array(required))) }
        return .object(members)
    }

    /// Where the type is one word, null joins it; elsewhere it becomes an alternative.
    private static func orNull(_ json: JSON) -> JSON {
        guard let members = json.object else { return json }
        if members.isEmpty { return json }
        guard let type = json["type"]?.string, json["enum"] == nil, json["const"] == nil else {
            return ["anyOf": [json, ["type": "null"]]]
        }
        return .object(members.map { $0.name == "type" ? JSON.Member("type", [.string(type), "null"]) : $0 })
    }
}
