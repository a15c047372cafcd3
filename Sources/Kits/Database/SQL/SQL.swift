/// A statement. A value in the interpolation becomes a bind, never text; text that is not a literal must be spelled `raw:` and is a
/// `StaticString`, so no input can ever become part of a statement.
///
///     let sql: SQL = "SELECT name FROM accounts.tenant WHERE id = \(tenant)"
package struct SQL: ExpressibleByStringInterpolation, Sendable {
    /// The text, with `$1` and so on where values are bound.
    package let text: String
    /// What is bound.
    package let binds: Binds

    /// The text between the binds: one piece more than there are binds.
    fileprivate let pieces: [String]

    package init(stringLiteral text: String) {
        self.text = text
        binds = Binds()
        pieces = [text]
    }

    package init(stringInterpolation: StringInterpolation) {
        pieces = stringInterpolation.pieces
        binds = stringInterpolation.binds
        var text = pieces[0]
        for (index, piece) in pieces.dropFirst().enumerated() {
            text += "$\(index + 1)"
            text += piece
        }
        self.text = text
    }

    /// Collects literal text and binds.
    package struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var pieces = [""]
        fileprivate var binds = Binds()

        package init(literalCapacity: Int, interpolationCount: Int) {
            pieces.reserveCapacity(interpolationCount + 1)
        }

        package mutating func appendLiteral(_ literal: String) { append(text: literal) }

        /// Binds a value.
        package mutating func appendInterpolation<Value: SQLValue>(_ value: Value) { append { $0.append(value) } }
        /// Binds a value, or NULL.
        package mutating func appendInterpolation<Value: SQLValue>(_ value: Value?) { append { $0.append(value) } }
        /// Binds an array.
        package mutating func appendInterpolation<Value: SQLValue>(_ values: [Value]) { append { $0.append(array: values) } }
        /// Binds an array in which values may be NULL.
        package mutating func appendInterpolation<Value: SQLValue>(_ values: [Value?]) { append { $0.append(array: values) } }
        /// Binds the raw value of an enumeration.
        package mutating func appendInterpolation<Value: RawRepresentable>(_ value: Value) where Value.RawValue: SQLValue {
            append { $0.append(value.rawValue) }
        }
        /// Binds the raw value of an enumeration, or NULL.
        package mutating func appendInterpolation<Value: RawRepresentable>(_ value: Value?) where Value.RawValue: SQLValue {
            append { $0.append(value?.rawValue) }
        }
        /// Text as it is written in the program: a list of columns, a lock clause.
        package mutating func appendInterpolation(raw text: StaticString) { append(text: text.description) }
        /// Another piece of SQL with its binds: an optional condition.
        package mutating func appendInterpolation(_ sql: SQL) {
            append(text: sql.pieces[0])
            pieces.append(contentsOf: sql.pieces.dropFirst())
            binds.append(contentsOf: sql.binds)
        }

        private mutating func append(text: String) { pieces[pieces.count - 1] += text }
        private mutating func append(bind: (inout Binds) -> Void) {
            bind(&binds)
            pieces.append("")
        }
    }
}
