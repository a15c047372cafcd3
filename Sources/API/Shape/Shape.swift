package import Contracts
package import Core

/// How the text of a parameter becomes the JSON value that a shape reads: as it is, or as what JSON makes of it.
package enum Lexical: Sendable { case text, json }

/// How a value looks as JSON, declared once: it reads and finds every broken rule, writes, and is the schema.
///
/// Members that a shape does not know are ignored (contract FS1-13); a known member of a wrong type is a violation. Limits are checked on
/// reading only: what we say ourselves is ours to keep right.
package struct Shape<Value: Sendable>: Sendable {
    /// What the shape promises.
    package let schema: Schema
    /// How a parameter, which is always text, is understood.
    let lexical: Lexical
    let reader: @Sendable (JSON, inout Violations) -> Value?
    let writer: @Sendable (Value, inout [UInt8]) -> Void

    /// A shape from its parts. `reader` answers nil exactly when it has added a violation.
    package init(
        schema: Schema, lexical: Lexical = .json, reader: @escaping @Sendable (JSON, inout Violations) -> Value?,
        writer: @escaping @Sendable (Value, inout [UInt8]) -> Void
    ) {
        self.schema = schema
        self.lexical = lexical
        self.reader = reader
        self.writer = writer
    }

    /// Reads `json`; nil if a rule is broken, and then `violations` has it.
    package func read(_ json: JSON, _ violations: inout Violations) -> Value? {
        reader(json, &violations)
    }

    /// Reads `json`, or throws `Problem.invalid` with every broken rule.
    package func read(_ json: JSON) throws(Problem) -> Value {
        var violations = Violations()
        let value = reader(json, &violations)
        try violations.check()
        guard let value else { throw .invalid([Violation("", "cannot be read")]) }
        return value
    }

    /// Appends `value` as compact JSON, without building a tree.
    package func write(_ value: Value, to bytes: inout [UInt8]) {
        writer(value, &bytes)
    }

    /// `value` as compact JSON.
    package func bytes(_ value: Value) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(256)
        writer(value, &bytes)
        return bytes
    }

    /// `value` as a JSON tree: for documents and tests, not for answers.
    package func json(_ value: Value) -> JSON {
        // What a shape writes is JSON; a domain value that cannot be said (a writer's mistake) must not stop a document.
        (try? JSONParser.parse(bytes(value))) ?? .null
    }

    /// The same shape under a name: documents describe it once and refer to it. Two different shapes of one name stop `herald openapi`.
    package func named(_ name: String) -> Shape {
        Shape(schema: .named(name, schema), lexical: lexical, reader: reader, writer: writer)
    }

    /// The same JSON for a value of the domain. `to` answers nil after adding violations.
    package func map<New: Sendable>(
        to: @escaping @Sendable (Value, inout Violations) -> New?, from: @escaping @Sendable (New) -> Value
    ) -> Shape<New> {
        Shape<New>(
            schema: schema, lexical: lexical,
            reader: { [reader] json, violations in
                guard let value = reader(json, &violations) else { return nil }
                return to(value, &violations)
            },
            writer: { [writer] value, bytes in writer(from(value), &bytes) })
    }

    /// The same JSON for a value of the domain; `rule` says what is wrong where `to` answers nil.
    package func map<New: Sendable>(
        or rule: String, to: @escaping @Sendable (Value) -> New?, from: @escaping @Sendable (New) -> Value
    ) -> Shape<New> {
        map(
            to: { value, violations in
                guard let new = to(value) else {
                    violations.add(rule)
                    return nil
                }
                return new
            }, from: from)
    }

    /// The same value, or null. A member that may also be missing is declared by `Field(…, optional:)` instead.
    package var nullable: Shape<Value?> {
        Shape<Value?>(
            schema: .nullable(schema), lexical: lexical,
            reader: { [reader] json, violations in
                if json == .null { return .some(nil) }
                guard let value = reader(json, &violations) else { return nil }
                return .some(value)
            },
            writer: { [writer] value, bytes in
                if let value { writer(value, &bytes) } else { bytes.append(literal: "null") }
            })
    }

    /// Reads the text of a parameter. Numbers and truth values are written as in JSON; what is not JSON is left to the shape's own rule.
    func read(text: String, _ violations: inout Violations) -> Value? {
        switch lexical {
        case .text: reader(.string(text), &violations)
        // Why it is not JSON helps nobody: the shape's own rule says what was wanted.
        case .json: reader((try? JSONParser.parse(text)) ?? .string(text), &violations)
        }
    }
}
