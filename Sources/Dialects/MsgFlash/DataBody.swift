import API

/// A success: what was asked for is inside `data` (contract MF-04).
struct DataBody<Content: Sendable>: Sendable {
    var data: Content

    init(_ data: Content) { self.data = data }

    static func shape(of content: Shape<Content>) -> Shape<DataBody> {
        Shape.object({ DataBody($0) }, Field("data", \.data, content))
    }
}
