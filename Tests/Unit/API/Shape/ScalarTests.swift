import API
import Contracts
import Core
import Testing

@Suite struct ScalarTests {
    @Test func `limits of text count Unicode scalars and hold exactly at the edge`() throws {
        let shape = Shape<String>.text(min: 2, max: 4)
        #expect(try value(shape, #""ab""#) == "ab")
        #expect(try value(shape, #""😀😀😀😀""#) == "😀😀😀😀")
        #expect(try violations(shape, #""a""#) == [Violation("", "must have at least 2 characters")])
        #expect(try violations(shape, #""😀""#) == [Violation("", "must have at least 2 characters")])
        #expect(try violations(shape, #""😀😀😀😀😀""#) == [Violation("", "must have at most 4 characters")])
        #expect(try violations(shape, #""abcde""#) == [Violation("", "must have at most 4 characters")])
    }

    @Test func `the character NUL is refused in text and anywhere in raw JSON`() throws {
        let rule = [Violation("", "must not contain the character U+0000")]
        #expect(try violations(Shape<String>.text(), #""a\u0000b""#) == rule)
        #expect(try violations(Shape<JSON>.any, #"{"a":["\u0000"]}"#) == rule)
        #expect(try violations(Shape<JSON>.any, #"{"\u0000":1}"#) == rule)
    }

    @Test func `numbers hold at the edges of their range`() throws {
        #expect(try value(Shape<Int>.integer(1...100), "100") == 100)
        #expect(try violations(Shape<Int>.integer(1...100), "101") == [Violation("", "must be from 1 to 100")])
        #expect(try violations(Shape<Int>.integer(1...100), "1.0") == [Violation("", "must be a whole number")])
        #expect(try violations(Shape<Int16>.integer(), "40000") == [Violation("", "must be from -32768 to 32767")])
        #expect(try value(Shape<Double>.number(-90...90), "-90") == -90)
        #expect(try violations(Shape<Double>.number(-90...90), "90.1") == [Violation("", "must be from -90.0 to 90.0")])
    }

    @Test func `a time is read with any offset and written in UTC`() throws {
        let instant = try value(Shape<Instant>.instant, #""2026-01-31T12:00:00.5+03:00""#)
        #expect(Shape<Instant>.instant.json(instant) == "2026-01-31T09:00:00.500Z")
        #expect(Shape<Instant>.instant(milliseconds: false).json(instant) == "2026-01-31T09:00:00Z")
    }

    @Test(arguments: [
        "2026-02-30T00:00:00Z", "2026-01-31 12:00:00", "2026-01-31T12:00:00", "2026-01-31T25:00:00Z", "2026-1-31T12:00:00Z", "2026-01-31T12:00:00.Z",
    ])
    func `a time that is not RFC 3339 is refused`(text: String) throws {
        #expect(try violations(Shape<Instant>.instant, JSON.string(text).text).count == 1)
    }

    @Test func `a word that is not among the choices is refused unless there is a fallback`() throws {
        #expect(try violations(Shape<Order.Kind>.choice(), #""fax""#) == [Violation("", #"must be one of "text", "image""#)])
        #expect(try value(Shape<Order.Kind>.choice(or: .text), #""fax""#) == .text)
    }

    @Test func `a link is absolute, of a known scheme, and names no user`() throws {
        let shape = Shape<String>.link(["https"], max: 30)
        #expect(try value(shape, #""https://example.com/a?b#c""#) == "https://example.com/a?b#c")
        for text in ["http://example.com", "/a", "https://", "https://a@example.com", "https://exa mple.com", "https://example.com/0123456789a"] {
            #expect(try violations(shape, JSON.string(text).text).count == 1, "\(text)")
        }
    }

    @Test func `a number is written with the plus sign or bare, as the dialect has it`() throws {
        let number = try value(Shape<PhoneNumber>.phoneNumber, #""254712345678""#)
        #expect(Shape<PhoneNumber>.phoneNumber.json(number) == "+254712345678")
        #expect(Shape<PhoneNumber>.phoneNumber(plus: false).json(number) == "254712345678")
    }

    @Test func `a constant is itself and nothing else`() throws {
        #expect(Shape<String>.constant("success").json("whatever") == "success")
        #expect(try violations(Shape<Bool>.constant(true), "false") == [Violation("", "must be true")])
    }
}
