import Core

/// A member somewhere in a body that a document describes, and a value of it at its limit and one beyond.
struct BodyMember {
    /// A JSON pointer to it.
    let pointer: String
    /// A whole body in which it is at its limit.
    let atLimit: JSON
    /// A whole body in which it is one above.
    let above: JSON

    /// Every member of the body that has a limit of its own, in bodies that have nothing else.
    static func all(in schema: JSON, of document: JSON) -> [BodyMember] {
        members(of: schema, document, at: "", depth: 0) { $0 }
    }

    private static let depthLimit = 5

    private static func members(
        of schema: JSON, _ document: JSON, at pointer: String, depth: Int, _ wrap: @escaping (JSON) -> JSON
    ) -> [BodyMember] {
        guard depth < depthLimit else { return [] }
        let schema = resolved(schema, document)
        var found = bounds(of: schema).map { BodyMember(pointer: pointer, atLimit: wrap($0.atLimit), above: wrap($0.above)) }
        for property in schema["properties"]?.object ?? [] {
            found += members(of: property.value, document, at: "\(pointer)/\(property.name)", depth: depth + 1) { value in
                wrap(.object([JSON.Member(property.name, value)]))
            }
        }
        if let element = schema["items"] {
            found += members(of: element, document, at: "\(pointer)/0", depth: depth + 1) { wrap(.array([$0])) }
        }
        return found
    }

    /// What a reference stands for; of alternatives the one that can be longest.
    private static func resolved(_ schema: JSON, _ document: JSON) -> JSON {
        if let name = schema["$ref"]?.string?.split(separator: "/").last {
            return resolved(document["components"]?["schemas"]?[String(name)] ?? .null, document)
        }
        let alternatives = (schema["anyOf"]?.array ?? []).map { resolved($0, document) }
        return alternatives.first { $0["items"] != nil || $0["properties"] != nil } ?? alternatives.first ?? schema
    }

    private static func bounds(of schema: JSON) -> [(atLimit: JSON, above: JSON)] {
        var bounds: [(atLimit: JSON, above: JSON)] = []
        if let length = schema["maxLength"]?.integer.map(Int.init) {
            let text: (Int) -> JSON =
                if schema["format"] == "uri" {
                    { .string("https://example.test/" + String(repeating: "a", count: $0 - "https://example.test/".count)) }
                } else {
                    { .string(String(repeating: "a", count: $0)) }
                }
            bounds.append((text(length), text(length + 1)))
        }
        if let count = schema["maxItems"]?.integer.map(Int.init) {
            bounds.append((.array(Array(repeating: .null, count: count)), .array(Array(repeating: .null, count: count + 1))))
        }
        if let count = schema["maxProperties"]?.integer.map(Int.init) {
            let members: (Int) -> JSON = { .object((0..<$0).map { JSON.Member("m\($0)", "x") }) }
            bounds.append((members(count), members(count + 1)))
        }
        if let largest = schema["maximum"]?.integer { bounds.append((.integer(largest), .integer(largest + 1))) }
        if let smallest = schema["minimum"]?.integer { bounds.append((.integer(smallest), .integer(smallest - 1))) }
        return bounds
    }
}
