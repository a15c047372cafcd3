import Net
import Testing

@testable import HTTP

@Suite struct HTTPParserTests {
    @Test(arguments: ProtocolCase.all)
    func `wherever a request is cut, the same is read`(example: ProtocolCase) {
        let bytes = Array(example.sent.utf8)
        let whole = RequestReading.events(bytes, cuts: [])
        // Long examples are long in one place; their ends and every seventh byte say enough.
        let cuts = bytes.count < 600 ? Array(0..<bytes.count) : Array(0..<100) + Array(stride(from: 100, to: bytes.count, by: 997))
        for cut in cuts {
            #expect(RequestReading.events(bytes, cuts: [cut]) == whole, "cut at \(cut)")
        }
        if bytes.count < 600 { #expect(RequestReading.events(bytes, cuts: Array(0..<bytes.count)) == whole, "byte by byte") }
    }

    @Test func `content is what is inside the chunks`() {
        let bytes = Array("POST /a?b HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5;x=y\r\nhello\r\n2\r\n, \r\n0\r\nT: 1\r\n\r\n".utf8)
        #expect(RequestReading.events(bytes, cuts: []) == [.request(method: "POST", path: "/a", content: Array("hello, ".utf8))])
    }

    @Test func `a head without an end is refused at the limit`() {
        let bytes = Array("GET / HTTP/1.1\r\nHost: a\r\nX: ".utf8) + [UInt8](repeating: 97, count: 40_000)
        #expect(RequestReading.events(bytes, cuts: Array(stride(from: 0, to: bytes.count, by: 1000))) == [.refusal(.fieldsTooLarge)])
    }

    @Test func `a target without an end is refused at the limit`() {
        let bytes = Array("GET /".utf8) + [UInt8](repeating: 97, count: 9000)
        #expect(RequestReading.events(bytes, cuts: []) == [.refusal(.targetTooLong)])
    }

    @Test func `a control character is refused as soon as it is seen`() {
        #expect(RequestReading.events([0x16, 3, 1], cuts: []) == [.refusal(.malformed)])
    }

    @Test func `fields are found whatever their case, and keep their bytes`() throws {
        let bytes = Array("GET /p%20q?x=1 HTTP/1.1\r\nHost: a\r\nX-Some-Thing:  two words \t\r\nx-some-thing: b\r\n\r\n".utf8)
        var parser = HTTPHeadParser()
        let head = try #require(try parser.parse(bytes.span, limits: HTTPLimits()))
        let fields = HTTPFields(received: bytes, entries: head.entries)
        #expect(fields["x-SOME-thing"] == "two words")
        #expect(fields.all("X-Some-Thing") == ["two words", "b"])
        #expect(fields["X-Some"] == nil)
        #expect(fields.contains("host"))
        let request = HTTPRequest(
            method: head.method, head: bytes, target: head.target, fields: fields, body: .empty, peer: .loopback(port: 1), received: .zero)
        #expect(request.target == "/p%20q?x=1")
        #expect(request.path == "/p%20q")
        #expect(request.query == "x=1")
    }

    @Test func `an absolute target without a path means the root`() throws {
        let bytes = Array("GET http://a.test?x HTTP/1.1\r\nHost: A.test\r\n\r\n".utf8)
        var parser = HTTPHeadParser()
        let head = try #require(try parser.parse(bytes.span, limits: HTTPLimits()))
        let request = HTTPRequest(
            method: head.method, head: bytes, target: head.target, fields: HTTPFields(received: bytes, entries: head.entries), body: .empty,
            peer: .loopback(port: 1), received: .zero)
        #expect(request.path == "/")
        #expect(request.query == "x")
    }
}
