/// A gap in a text: whose it is, and what it asks for, as in `{{contact.name}}`.
struct Gap: Sendable, Hashable, CustomStringConvertible {
    /// Whose facts fill a gap.
    enum Owner: String, Sendable, CaseIterable {
        /// Whoever the message goes to.
        case contact
        /// Whoever sends it: the tenant.
        case user
        /// The number it goes out from.
        case instance
        /// Whatever the sender hands in.
        case custom
    }

    let owner: Owner
    /// What stands after the first dot.
    let name: String

    var description: String { "\(owner.rawValue).\(name)" }
}
