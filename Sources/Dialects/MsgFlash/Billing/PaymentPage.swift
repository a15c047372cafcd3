import API
import Core

/// One page of payments: Herald takes none, so there is nothing on it.
struct PaymentPage: Sendable {
    /// How far pages may be asked for.
    static let pages = 1...10_000

    var pagination: TemplatePage.Pagination

    static let shape = Shape.object(
        { PaymentPage(pagination: $1) as PaymentPage },
        Field("payments", { _ in [] }, Shape<[JSON]>.list(of: .any, max: 0), "Always empty"),
        Field("pagination", \.pagination, TemplatePage.Pagination.shape)
    ).named("PaymentPage")
}
