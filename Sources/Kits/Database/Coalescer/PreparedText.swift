/// A statement that is prepared once a connection: literal SQL with `$1`…, and the type of each parameter.
package struct PreparedText: Sendable {
    /// The SQL; a literal, so that no value can ever become part of it.
    package let sql: StaticString
    /// The type of `$1`, `$2`, … in that order.
    package let types: [ParameterType]

    /// A statement and the types of its parameters.
    package init(_ sql: StaticString, _ types: ParameterType...) {
        self.sql = sql
        self.types = types
    }
}
