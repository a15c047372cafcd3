import API
import Core

/// One page of a list (decisions, "Native API").
struct Page<Element: Sendable, Kind: Sendable>: Sendable {
    var data: [Element]
    /// Where the next page begins; nil after the last.
    var next: ID<Kind>?

    static func shape(of element: Shape<Element>) -> Shape<Page> {
        Shape.object(
            { Page(data: $0, next: $1) },
            Field("data", \.data, .list(of: element, max: PageLimit.range.upperBound)),
            Field("next_cursor", \.next, Shape<ID<Kind>>.identifier().nullable, "Where the next page begins; null after the last"))
    }
}

/// How long pages are.
enum PageLimit {
    static let range = 1...100
    static let standard = 20

    static var input: Input<Int> { .query("limit", .integer(range), default: standard, "How many to list at most") }

    static func cursor<Kind>(of kind: Kind.Type) -> Input<ID<Kind>?> {
        .query("cursor", optional: .identifier(), "The `next_cursor` of the page before")
    }
}
