import Contracts
import Core
import HTTP

/// One thing that a route's handler takes: where it stands in the request, and how it is read.
package struct Input<Value: Sendable>: Sendable {
    let description: InputDescription
    /// Answers nil exactly when it has added a violation.
    let read: @Sendable (Incoming, inout Violations) throws(Problem) -> Value?
}

/// What the router and the documents know about an input.
struct InputDescription: Sendable {
    enum Place: Sendable, Hashable {
        case path(String)
        case query(String)
        case header(String)
        /// The whole content, of this media type, at most so many bytes.
        case body(mediaTypes: [String], limit: Int)
    }

    let place: Place
    let schema: Schema
    let isRequired: Bool
    let description: String
    var whenAbsent: JSON?
    var example: Example?
    /// Other media types that the content may be of, and what it is then.
    var otherContents: [(type: String, schema: Schema)] = []
    /// Whether the handler itself reads the content of this request, as it arrives.
    var isStreamed: @Sendable (HTTPRequest) -> Bool = { _ in false }
}

/// An example that documents print, and what is wrong with it, if anything.
struct Example: Sendable {
    let json: JSON
    /// Reads the example with its own shape and writes it again; a test asks.
    let fault: @Sendable () -> String?

    init<Value>(_ value: Value, _ shape: Shape<Value>) {
        let json = shape.json(value)
        self.json = json
        fault = {
            var violations = Violations()
            guard let read = shape.read(json, &violations) else {
                return violations.found.map { "\($0.pointer): \($0.detail)" }.joined(separator: "; ")
            }
            return shape.json(read) == json ? nil : "does not survive being read and written"
        }
    }
}

extension Input {
    /// The parameter `{name}` of the path.
    package static func path(_ name: String, _ shape: Shape<Value>, _ description: String = "") -> Input {
        Input(description: InputDescription(place: .path(name), schema: shape.schema, isRequired: true, description: description)) {
            (incoming, violations) throws(Problem) in
            guard let text = incoming.pathParameter(name) else {
                violations.add("is required", at: "/" + name)
                return nil
            }
            return violations.at("/" + name) { shape.read(text: text, &$0) }
        }
    }

    /// A parameter of the query that must be there.
    package static func query(_ name: String, _ shape: Shape<Value>, _ description: String = "") -> Input {
        Input(description: InputDescription(place: .query(name), schema: shape.schema, isRequired: true, description: description)) {
            (incoming, violations) throws(Problem) in
            switch QueryReader.value(of: name, in: incoming.request.queryBytes) {
            case .absent: violations.add("is required", at: "?" + name)
            case .broken(let rule): violations.add(rule, at: "?" + name)
            case .text(let text): return violations.at("?" + name) { shape.read(text: text, &$0) }
            }
            return nil
        }
    }

    /// A parameter of the query that may be missing.
    package static func query<Present>(_ name: String, optional shape: Shape<Present>, _ description: String = "") -> Input
    where Value == Present? {
        Input(description: InputDescription(place: .query(name), schema: shape.schema, isRequired: false, description: description)) {
            (incoming, violations) throws(Problem) in
            switch QueryReader.value(of: name, in: incoming.request.queryBytes) {
            case .absent: return .some(nil)
            case .broken(let rule):
                violations.add(rule, at: "?" + name)
                return nil
            case .text(let text): return violations.at("?" + name) { shape.read(text: text, &$0) }.map(Optional.some)
            }
        }
    }

    /// A parameter of the query that may be missing and then is `value`.
    package static func query(_ name: String, _ shape: Shape<Value>, default value: Value, _ description: String = "") -> Input {
        let optional = Input<Value?>.query(name, optional: shape)
        return Input(
            description: InputDescription(
                place: .query(name), schema: shape.schema, isRequired: false, description: description, whenAbsent: shape.json(value))
        ) { (incoming, violations) throws(Problem) in
            guard let read = try optional.read(incoming, &violations) else { return nil }
            return read ?? value
        }
    }

    /// A header that may be missing.
    package static func header<Present>(_ name: String, optional shape: Shape<Present>, _ description: String = "") -> Input
    where Value == Present? {
        Input(description: InputDescription(place: .header(name), schema: shape.schema, isRequired: false, description: description)) {
            (incoming, violations) throws(Problem) in
            guard let text = incoming.request.fields[name] else { return .some(nil) }
            return violations.at("#" + name) { shape.read(text: text, &$0) }.map(Optional.some)
        }
    }
}
