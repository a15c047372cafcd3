import API
import Contracts
import Core
import HTTP

/// A dialect with one route of every kind, whose document the tests look at.
enum SampleDocument {
    static let order = Order(
        id: MessageID(high: 1, low: 2), kind: .text, numbers: [], item: .init(name: "Tea", count: 1), at: nil, note: nil, price: 1, urgent: false,
        extra: ["a": 1])

    static func dialect(example: Greeting = Greeting(name: "Ada", times: 2)) -> Dialect {
        var dialect = Dialect.sample(
            .flareSendV1, security: Security(key: .header("api-key"), token: .bearer),
            routes: [
                Route(
                    .post, "/x/{id}/greet", "Greet somebody",
                    takes: .path("id", Shape<MessageID>.identifier(), "Whose"), .query("limit", .integer(1...100), default: 20, "How many"),
                    .query("tag", optional: .text(max: 9)), .header("X-Lane", optional: .choice(or: Order.Kind.text)),
                    .body(Greeting.shape, example: example),
                    gives: .created(Greeting.shape, location: { "/x/\($0.name)" }, example: example), fails: [.notFound, .quotaExceeded],
                    auth: .keyAndToken(.send)
                ) { _, _, _, _, _, greeting in greeting }.named("greet", "At greater length."),
                Route(.get, "/x", "List", gives: .ok(.list(of: Order.shape.named("Order"))), auth: .key(.read)) { _ in [] },
                Route(.get, "/x/events", "Listen", gives: .events(), auth: .key(.read)) { _ in EventStream { _ in } },
                Route(.put, "/x/image", "Upload", takes: .bytes(["image/png", "image/jpeg"], limit: 9), gives: .noContent, auth: .operatorKey) {
                    _, _ in
                },
                Route(.get, "/x/files/{path...}", "Fetch", takes: .path("path", .text()), gives: .raw("image/png"), auth: .none) { _, _ in
                    HTTPResponse(status: 200)
                },
                Route(immediate: .get, "/health", "Alive") { _ in HTTPResponse(status: 200) },
                Route(.patch, "/x", "Secret", takes: .body(optional: Greeting.shape), gives: .noContent, auth: .none) { _, _ in }.undocumented,
            ])
        dialect.about = "A sample."
        dialect.servers = ["https://api.example.com"]
        dialect.webhooks = [WebhookDescription("x.greeted", "Somebody was greeted", Greeting.shape, example: example)]
        return dialect
    }
}
