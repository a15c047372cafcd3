/// Makes ids. Handed in, so that tests can count them.
package protocol IDSource: Sendable {
    /// A new id, greater than every id this source made before.
    func next<Kind>(_ kind: Kind.Type) -> ID<Kind>
}

extension IDSource {
    /// A new id of the kind the context asks for.
    package func next<Kind>() -> ID<Kind> { next(Kind.self) }
}
