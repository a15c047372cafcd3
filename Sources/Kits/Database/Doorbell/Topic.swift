/// What a bell says there may be work for. It carries nothing else: who hears it looks into the tables.
package struct Topic: Hashable, Sendable {
    /// The name, as in `messaging.due`; at most 200 bytes.
    package let name: String

    /// Names a topic; names come from the program only.
    package init(_ name: StaticString) { self.name = name.description }

    init(heard name: String) { self.name = name }
}
