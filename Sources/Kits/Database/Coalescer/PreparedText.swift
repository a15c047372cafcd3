/// A statement that is prepared once a connection: literal SQL with `$1`…, and the type of each parameter.
package struct PreparedText: Sendable {
    /// The SQL; made of literals, so that no value can ever become part of it.
    package let sql: String
    /// The type of `$1`, `$2`, … in that order.
    package let types: [ParameterType]

    /// A statement and the types of its parameters.
    package init(_ sql: StaticString, _ types: ParameterType...) {
        self.init([sql], types)
    }

    /// A statement put together from literals: a function that another module offers has its name from there.
    package init(_ sql: [StaticString], _ types: [ParameterType]) {
        self.sql = sql.reduce(into: "") { $0 += $1.description }
        self.types = types
    }
}
