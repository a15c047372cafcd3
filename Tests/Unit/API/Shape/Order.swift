import API
import Contracts
import Core

/// What the shape tests read and write: one of every kind of member.
struct Order: Equatable {
    enum Kind: String, CaseIterable, Sendable { case text, image }
    struct Item: Equatable {
        var name: String
        var count: Int

        static let shape = Shape.object(
            Item.init,
            Field("name", \.name, .text(min: 1, max: 5)),
            Field("count", \.count, .integer(1...9))
        ).named("Item")
    }

    var id: MessageID
    var kind: Kind
    var numbers: [PhoneNumber]
    var item: Item
    var at: Instant?
    var note: String?
    var price: Double
    var urgent: Bool
    var extra: JSON

    static let shape = Shape.object(
        Order.init,
        Field("id", \.id, .identifier(), "The order's id"),
        Field("kind", \.kind, .choice()),
        Field("numbers", \.numbers, .list(of: .phoneNumber, min: 1, max: 3)),
        Field("item", \.item, Item.shape),
        Field("at", \.at, optional: .instant),
        Field("note", \.note, nullable: .text(max: 3)),
        Field("price", \.price, .number(0...10)),
        Field("urgent", \.urgent, .bool, default: false),
        Field("extra", \.extra, .any))

    static let text = """
        {"id":"0190b6a5-7f00-7000-8000-000000000001","kind":"image","numbers":["+254712345678"],"item":{"name":"Tea","count":2},\
        "at":"2026-01-31T12:00:00.250Z","note":null,"price":2.5,"urgent":true,"extra":{"b":[1,null],"a":"x"}}
        """
}

/// What a shape says about a JSON text.
func violations<Value>(_ shape: Shape<Value>, _ text: String) throws -> [Violation] {
    do {
        _ = try shape.read(JSONParser.parse(text))
        return []
    } catch Problem.invalid(let violations) {
        return violations
    }
}

func value<Value>(_ shape: Shape<Value>, _ text: String) throws -> Value {
    try shape.read(JSONParser.parse(text))
}
