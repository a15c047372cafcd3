/// Why the server refuses to start on this database; one line each.
package enum ServerCheckError: Error, Hashable, CustomStringConvertible {
    /// PostgreSQL is older than the program needs.
    case tooOld(version: String)
    /// The database does not store Unicode.
    case notUTF8(encoding: String)
    /// A setting would let PostgreSQL lose what it has confirmed.
    case unsafeSetting(name: String, value: String)
    /// A role that brackets run as passes every fence.
    case passesFences(role: String)
    /// A table of tenants has no fence, or one that its owner passes.
    case unfenced(table: String)

    package var description: String {
        switch self {
        case .tooOld(let version): "PostgreSQL \(version) is too old: 15 or later is needed"
        case .notUTF8(let encoding): "the database's encoding is \(encoding): it must be UTF8"
        case .unsafeSetting(let name, let value): "PostgreSQL runs with \(name) = \(value): accepted messages could be lost; set it to on"
        case .passesFences(let role): "the role \(role) is a superuser or has BYPASSRLS: no tenant would be fenced; take that from it"
        case .unfenced(let table): "the table \(table) has a tenant_id but is not fenced: call app.fence on it"
        }
    }
}
