import Testing

@testable import HTTP

@Suite struct ClientParserTests {
    private static let ok = "HTTP/1.1 200 OK\r\n"

    @Test(arguments: [
        ("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", 200, "hello", true),
        ("HTTP/1.1 200 OK\r\ncontent-length:5\r\n\r\nhello", 200, "hello", true),
        ("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", 200, "", true),
        ("HTTP/1.1 204 No Content\r\n\r\n", 204, "", true),
        ("HTTP/1.1 304 Not Modified\r\nContent-Length: 100\r\n\r\n", 304, "", true),
        ("HTTP/1.1 404 \r\nContent-Length: 1\r\n\r\nx", 404, "x", true),
        ("HTTP/1.1 500\r\nContent-Length: 1\r\n\r\nx", 500, "x", true),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n", 200, "hello", true),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n00a;x=\"y\"\r\nhellohello\r\n1\r\n!\r\n0\r\nA: b\r\n\r\n", 200, "hellohello!", true),
        (
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 202 Accepted\r\nContent-Length: 2\r\n\r\nok", 202, "ok",
            true
        ),
        ("HTTP/1.1 200 OK\r\nConnection: keep-alive, Close\r\nContent-Length: 1\r\n\r\nx", 200, "x", false),
        ("HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\nx", 200, "x", false),
        ("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nxy", 200, "x", false),
        ("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nxHTTP/1.1 200 OK\r\n\r\n", 200, "x", false),
    ])
    func `an answer is read whole or byte by byte`(text: String, status: Int, body: String, keeps: Bool) throws {
        for step in [1, 2, 7, text.utf8.count] {
            var parser = HTTPResponseParser(.get, content: .whole(upTo: 1000), limits: HTTPClientLimits())
            try feed(text, to: &parser, by: step)
            #expect(parser.isDone)
            #expect(parser.response.status == status)
            #expect(parser.response.body == Array(body.utf8))
            #expect(parser.response.isBodyComplete)
            #expect(parser.keepsConnection == keeps)
        }
    }

    @Test func `an answer to HEAD has no content whatever it announces`() throws {
        var parser = HTTPResponseParser(.head, content: .whole(upTo: 10), limits: HTTPClientLimits())
        try feed(Self.ok + "Content-Length: 5000\r\n\r\n", to: &parser)
        #expect(parser.isDone)
        #expect(parser.keepsConnection)
    }

    @Test func `without a length the content ends with the connection, and only with its proper end`() throws {
        var parser = HTTPResponseParser(.get, content: .whole(upTo: 10), limits: HTTPClientLimits())
        try feed(Self.ok + "\r\nhello", to: &parser)
        #expect(!parser.isDone)
        var cut = parser
        #expect(throws: HTTPClientError.disconnected) { try cut.end(isFarewell: false) }
        try parser.end(isFarewell: true)
        #expect(parser.isDone)
        #expect(parser.response.body == Array("hello".utf8))
        #expect(!parser.keepsConnection)
    }

    @Test func `fields are found without regard to case and without the space around them`() throws {
        var parser = HTTPResponseParser(.get, content: .first(0), limits: HTTPClientLimits())
        try feed("HTTP/1.1 100 Continue\r\nX-Early: 1\r\n\r\n" + Self.ok + "Retry-After: \t 120 \r\nA: 1\r\na: 2\r\nE:\r\n\r\n", to: &parser)
        let fields = parser.response.fields
        #expect(fields["retry-after"] == "120")
        #expect(fields.all("A") == ["1", "2"])
        #expect(fields["e"] == "")
        #expect(fields["x-early"] == nil)
    }

    @Test(arguments: [
        "hello\r\n\r\n", "\r\n\(ok)", "HTTP/1.1 200 OK\n\n", "HTTP/2 200 OK\r\n\r\n", "HTTP/1.2 200 OK\r\n\r\n", "http/1.1 200 OK\r\n\r\n",
        "HTTP/1.1  200 OK\r\n\r\n", "HTTP/1.1 20 OK\r\n\r\n", "HTTP/1.1 2000 OK\r\n\r\n", "HTTP/1.1 +20 OK\r\n\r\n", "HTTP/1.1 099 OK\r\n\r\n",
        "HTTP/1.1 600 OK\r\n\r\n", "HTTP/1.1 101 Switching Protocols\r\n\r\n", "HTTP/1.1 200 O\u{0}K\r\n\r\n", "HTTP/1.1 200\tOK\r\n\r\n",
        ok + "A : b\r\n\r\n", ok + " A: b\r\n\r\n", ok + "A: b\r\n c\r\n\r\n", ok + "A\r\n\r\n", ok + ": b\r\n\r\n", ok + "A: b\rc\r\n\r\n",
        ok + "A: b\u{0}\r\n\r\n", ok + "A: b\n\r\n", ok + "Ä: b\r\n\r\n", ok + "A: b\r\n\n",
        ok + "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", ok + "Content-Length: 1\r\nContent-Length: 1\r\n\r\n",
        ok + "Content-Length: 1, 1\r\n\r\n", ok + "Content-Length: +1\r\n\r\n", ok + "Content-Length: -1\r\n\r\n",
        ok + "Content-Length: 0x1\r\n\r\n", ok + "Content-Length: \r\n\r\n", ok + "Content-Length: 1 1\r\n\r\n",
        ok + "Content-Length: 99999999999999999999\r\n\r\n", ok + "Transfer-Encoding: gzip\r\n\r\n", ok + "Transfer-Encoding: gzip, chunked\r\n\r\n",
        ok + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n", ok + "Transfer-Encoding: identity\r\n\r\n",
        "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", ok + "Transfer-Encoding: chunked\r\n\r\n\r\n",
        ok + "Transfer-Encoding: chunked\r\n\r\n5 \r\n", ok + "Transfer-Encoding: chunked\r\n\r\n0x5\r\n",
        ok + "Transfer-Encoding: chunked\r\n\r\n+5\r\n",
        ok + "Transfer-Encoding: chunked\r\n\r\n5\n", ok + "Transfer-Encoding: chunked\r\n\r\n1\r\nxx\r\n",
        ok + "Transfer-Encoding: chunked\r\n\r\n1\r\nx\n",
        ok + "Transfer-Encoding: chunked\r\n\r\n0_2e\r\n", ok + "Transfer-Encoding: chunked\r\n\r\n1111111111111111\r\n",
        ok + "Transfer-Encoding: chunked\r\n\r\n1;\(String(repeating: "x", count: 2000))\r\n", ok + "Transfer-Encoding: chunked\r\n\r\n0\r\nA b\r\n",
        String(repeating: "HTTP/1.1 100 Continue\r\n\r\n", count: 9) + ok + "\r\n",
    ])
    func `what is not strictly HTTP is refused`(text: String) {
        for step in [1, text.utf8.count] {
            var parser = HTTPResponseParser(.get, content: .whole(upTo: 1000), limits: HTTPClientLimits())
            #expect(throws: HTTPClientError.malformedResponse) { try feed(text, to: &parser, by: step) }
        }
    }

    @Test(arguments: [
        "HTTP/1.1 200 " + String(repeating: "x", count: 9000), ok + "A: " + String(repeating: "x", count: 70_000),
        ok + String(repeating: "A: b\r\n", count: 201), ok + "Content-Length: 1001\r\n\r\n", ok + "\r\n" + String(repeating: "x", count: 1001),
        ok + "Transfer-Encoding: chunked\r\n\r\n3e9\r\n",
        ok + "Transfer-Encoding: chunked\r\n\r\n3e8\r\n\(String(repeating: "x", count: 1000))\r\n1\r\n",
        ok + "Transfer-Encoding: chunked\r\n\r\n0\r\n" + String(repeating: "A: b\r\n", count: 201),
    ])
    func `what is too long is refused before it is all there`(text: String) {
        var parser = HTTPResponseParser(.get, content: .whole(upTo: 1000), limits: HTTPClientLimits())
        #expect(throws: HTTPClientError.responseTooLarge) { try feed(text, to: &parser, by: 1000) }
    }

    @Test(arguments: [
        ("Content-Length: 5\r\n\r\nhello", "hello", true), ("Content-Length: 6\r\n\r\nhello!", "hello", false),
        ("Transfer-Encoding: chunked\r\n\r\n9\r\nhello wor", "hello", false), ("\r\nhello world", "hello", false),
        ("Content-Length: 999999\r\n\r\nhello wor", "hello", false), ("Content-Length: 2\r\n\r\nhe", "he", true),
    ])
    func `when only the beginning is wanted, the rest is not waited for`(text: String, body: String, complete: Bool) throws {
        for step in [1, 1000] {
            var parser = HTTPResponseParser(.get, content: .first(5), limits: HTTPClientLimits())
            try feed(Self.ok + text, to: &parser, by: step)
            #expect(parser.isDone)
            #expect(parser.response.body == Array(body.utf8))
            #expect(parser.response.isBodyComplete == complete)
            #expect(parser.keepsConnection == complete)
        }
    }

    private func feed(_ text: String, to parser: inout HTTPResponseParser, by step: Int = .max) throws(HTTPClientError) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let part = Array(rest.prefix(step))
            rest = rest.dropFirst(step)
            try part.span.withUnsafeBytes { bytes throws(HTTPClientError) in try parser.feed(bytes) }
        }
    }
}
