import API
import Contracts
import Core
import Testing

@Suite struct ShapeTests {
    @Test func `a value read and written again is the same text`() throws {
        let order = try value(Order.shape, Order.text)
        #expect(order.item == Order.Item(name: "Tea", count: 2))
        #expect(String(decoding: Order.shape.bytes(order), as: UTF8.self) == Order.text)
    }

    @Test func `every broken rule is reported at once, each with its pointer`() throws {
        let found = try violations(
            Order.shape,
            """
            {"id":7,"kind":"fax","numbers":["+254712345678","0712"],"item":{"name":"","count":10},"at":"yesterday","note":"long",
             "price":"2","urgent":"yes"}
            """)
        #expect(
            found == [
                Violation("/id", "must be a UUID"),
                Violation("/kind", #"must be one of "text", "image""#),
                Violation("/numbers/1", "must be a telephone number that begins with its country code, not with 0"),
                Violation("/item/name", "must not be empty"),
                Violation("/item/count", "must be from 1 to 9"),
                Violation("/at", "must be a time in RFC 3339, such as 2026-01-31T12:00:00Z"),
                Violation("/note", "must have at most 3 characters"),
                Violation("/price", "must be a number"),
                Violation("/urgent", "must be true or false"),
                Violation("/extra", "is required"),
            ])
    }

    @Test(.tags(.FS1_13)) func `members that a shape does not know are ignored`() throws {
        #expect(try value(Order.Item.shape, #"{"colour":"red","count":1,"name":"Tea","size":[]}"#) == .init(name: "Tea", count: 1))
    }

    @Test func `members are found in any order`() throws {
        let item = try value(Order.Item.shape, #"{"count":3,"name":"Tea"}"#)
        #expect(item == .init(name: "Tea", count: 3))
    }

    @Test func `a body that is not an object is one violation of the whole`() throws {
        #expect(try violations(Order.Item.shape, "[1]") == [Violation("", "must be an object")])
    }

    @Test func `a slash or a tilde in a name is escaped in the pointer`() throws {
        let shape = Shape<[String: Int]>.dictionary(of: .integer())
        #expect(try violations(shape, #"{"a/b~c":"x"}"#) == [Violation("/a~1b~0c", "must be a whole number")])
    }

    @Test func `an optional member may be missing or null, a nullable one must be there`() throws {
        let optional = Shape.object(Box.init, Field("v", \.v, optional: .text()))
        #expect(try value(optional, "{}").v == nil)
        #expect(try value(optional, #"{"v":null}"#).v == nil)
        #expect(optional.json(Box(v: nil)) == .object([]))
        let nullable = Shape.object(Box.init, Field("v", \.v, nullable: .text()))
        #expect(try value(nullable, #"{"v":null}"#).v == nil)
        #expect(try violations(nullable, "{}") == [Violation("/v", "is required")])
        #expect(nullable.json(Box(v: nil)) == ["v": nil])
    }

    @Test func `a partial update tells nothing, null and a value apart`() throws {
        let shape = Shape.object(Patch.init, Field("name", \.name, change: .text(min: 1)))
        #expect(try value(shape, "{}").name == .unchanged)
        #expect(try value(shape, #"{"name":null}"#).name == .cleared)
        #expect(try value(shape, #"{"name":"x"}"#).name == .set("x"))
        #expect(try violations(shape, #"{"name":""}"#) == [Violation("/name", "must not be empty")])
        #expect(shape.json(Patch(name: .cleared)) == ["name": nil])
    }

    @Test func `a list of very many wrong elements gives a bounded number of violations`() throws {
        let text = "[" + Array(repeating: "0", count: CollectionLimit.elements).joined(separator: ",") + "]"
        #expect(try violations(Shape<[String]>.list(of: .text()), text).count == Violations.limit)
    }

    @Test func `a list is refused by its length before its elements are read`() throws {
        #expect(try violations(Shape<[Int]>.list(of: .integer(), max: 2), "[1,2,true]") == [Violation("", "must have at most 2 elements")])
        #expect(try value(Shape<[Int]>.list(of: .integer(), max: 2), "[1,2]") == [1, 2])
        #expect(try violations(Shape<[Int]>.list(of: .integer(), min: 1), "[]") == [Violation("", "must not be empty")])
    }

    @Test func `one element may stand for an array of one`() throws {
        let shape = Shape<[PhoneNumber]>.oneOrMany(of: .phoneNumber, max: 2)
        #expect(try value(shape, #""254712345678""#).map(\.digits) == ["254712345678"])
        #expect(try value(shape, #"["254712345678","254712345679"]"#).count == 2)
        #expect(try violations(shape, #"["1"]"#).map(\.pointer) == ["/0"])
    }

    @Test func `a domain value's own rule is a violation in its place`() throws {
        let even = Shape<Int>.integer().map(or: "must be even", to: { $0 % 2 == 0 ? Half(value: $0 / 2) : nil }, from: { $0.value * 2 })
        #expect(try value(even, "8") == Half(value: 4))
        #expect(even.bytes(Half(value: 4)) == Array("8".utf8))
        #expect(try violations(Shape<[Half]>.list(of: even), "[2,3]") == [Violation("/1", "must be even")])
    }

    @Test func `a problem carries the violations that a later step adds`() {
        var violations = Violations()
        violations.add("is required when type is text", at: "/text")
        #expect(throws: Problem.invalid([Violation("/text", "is required when type is text")])) { try violations.check() }
    }

    @Test func `a dictionary is written in the order of its names`() {
        let shape = Shape<[String: Int]>.dictionary(of: .integer())
        #expect(String(decoding: shape.bytes(["b": 2, "a": 1]), as: UTF8.self) == #"{"a":1,"b":2}"#)
    }
}

private struct Box { var v: String? }
private struct Patch { var name: Change<String> }
private struct Half: Equatable { var value: Int }
