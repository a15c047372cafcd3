import API
import Contracts
import Core

/// How this dialect reads and writes single values.
enum Values {
    /// How many a page of a list has, unless less is asked for.
    static let pageLimit = 100

    static var limit: Input<Int> { .query("limit", .integer(1...pageLimit), default: pageLimit, "How many to list at most") }

    static func cursor<Kind>(of kind: Kind.Type) -> Input<ID<Kind>?> {
        .query("cursor", optional: .identifier(), "The `next_cursor` of the page before")
    }

    /// An id in a path. What is no UUID is the id of nothing, rather than a mistake of its own (GS-08).
    static func id<Kind>(of kind: Kind.Type) -> Input<ID<Kind>?> {
        let identifier = Shape<ID<Kind>>.identifier()
        return .path(
            "id",
            Shape<ID<Kind>?>(
                schema: identifier.schema, lexical: .text,
                reader: { json, _ in .some(json.string.flatMap { ID<Kind>($0) }) },
                writer: { id, bytes in if let id { identifier.write(id, to: &bytes) } }))
    }
}

extension Optional {
    /// The id, or a thrown `Problem.notFound` where the path held none.
    func found<Kind>(_ thing: Problem.Thing) throws(Problem) -> ID<Kind> where Wrapped == ID<Kind> {
        guard let self else { throw .notFound(thing) }
        return self
    }
}
