import Core

/// A field of a form, and which JSON its text becomes.
package struct FormField: Sendable {
    enum Kind: Sendable { case text, texts, json }

    let name: String
    let kind: Kind
    let description: String

    /// A text, given at most once.
    package static func text(_ name: String, _ description: String = "") -> FormField {
        FormField(name: name, kind: .text, description: description)
    }

    /// A list of texts: the field repeated, with `[]` behind its name or without, or one field with a JSON array (contract FS2-55).
    package static func texts(_ name: String, _ description: String = "") -> FormField {
        FormField(name: name, kind: .texts, description: description)
    }

    /// A number, a truth value, an object or the like, written as JSON and given at most once; what is no JSON is a text.
    package static func json(_ name: String, _ description: String = "") -> FormField {
        FormField(name: name, kind: .json, description: description)
    }

    /// Whether a part of that name belongs to the field.
    func has(_ part: String) -> Bool { part == name || kind == .texts && part == name + "[]" }

    /// The values as one JSON value; nil after adding a violation.
    func json(_ values: [String], _ violations: inout Violations) -> JSON? {
        if kind != .texts, values.count > 1 {
            violations.add("must be given once", at: "/" + name)
            return nil
        }
        // What is no JSON is a text; the shape's own rule says what was wanted.
        switch kind {
        case .text: return .string(values[0])
        case .json: return (try? JSONParser.parse(values[0])) ?? .string(values[0])
        case .texts:
            return .array(
                values.flatMap { value in
                    // A text may begin with a bracket, too.
                    guard value.hasPrefix("["), let list = (try? JSONParser.parse(value))?.array else { return [JSON.string(value)] }
                    return list
                })
        }
    }

    /// What is said of it where the JSON has no member of its name.
    var schema: Schema {
        switch kind {
        case .text: Shape<String>.text().schema
        case .texts: Shape<[String]>.list(of: .text()).schema
        case .json: .anything
        }
    }
}
