/// The type of a statement's parameter: explicit, so that nothing depends on what the server would infer.
package enum ParameterType: Sendable {
    /// One value.
    case one(PostgresType)
    /// An array of one dimension.
    case array(PostgresType)

    /// PostgreSQL's number of the type.
    var oid: UInt32 {
        switch self {
        case .one(let type): type.oid
        case .array(let type): type.arrayOID
        }
    }
}
