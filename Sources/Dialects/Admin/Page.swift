import API
import Core

/// One page of a list, as Native's are (decisions, "Native API").
struct Page<Element: Sendable, Cursor: Sendable>: Sendable {
    var data: [Element]
    /// Where the next page begins; nil after the last.
    var next: Cursor?

    static func shape(of element: Shape<Element>, cursor: Shape<Cursor>) -> Shape<Page> {
        Shape.object(
            { Page(data: $0, next: $1) },
            Field("data", \.data, .list(of: element, max: PageLimit.range.upperBound)),
            Field("next_cursor", \.next, cursor.nullable, "Where the next page begins; null after the last"))
    }
}

/// How long pages are.
enum PageLimit {
    static let range = 1...100
    static let standard = 20

    static var input: Input<Int> { .query("limit", .integer(range), default: standard, "How many to list at most") }

    static func cursor<Cursor>(_ shape: Shape<Cursor>) -> Input<Cursor?> {
        .query("cursor", optional: shape, "The `next_cursor` of the page before")
    }
}
