import Testing

@testable import HTTP

@Suite struct MultipartTests {
    private func read(_ text: String, by step: Int, boundary: String = "X") async throws -> [String] {
        var rest = Array(text.utf8)[...]
        let boundary = try #require(try MultipartBoundary(mediaType: "multipart/form-data; boundary=\(boundary)".utf8))
        let reader = MultipartReader(boundary) {
            guard !rest.isEmpty else { return nil }
            defer { rest = rest.dropFirst(step) }
            return Array(rest.prefix(step))
        }
        var found: [String] = []
        while let part = try await reader.nextPart() {
            var content: [UInt8] = []
            while let piece = try await reader.nextPiece() {
                #expect(!piece.isEmpty)
                content += piece
            }
            found.append("\(part.name)=\(String(decoding: content, as: UTF8.self))")
        }
        return found
    }

    private static func part(_ name: String, _ content: String) -> String {
        "--X\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(content)\r\n"
    }

    /// Contents that look like the boundary for as long as possible.
    @Test(arguments: ["", "a", "\r", "\r\n", "\r\n-", "\r\n--", "\r\n--Y", "\r\r\n\n--X", "--X", "\r\n-\r\n--\r\n", "\n--X\n"])
    func `a content is what was sent, however the bytes arrive`(content: String) async throws {
        let text = Self.part("a", content) + Self.part("b", "2") + "--X--\r\n"
        for step in [1, 2, 3, 5, 64, text.utf8.count] {
            #expect(try await read(text, by: step) == ["a=\(content)", "b=2"])
        }
    }

    @Test func `the rest of a part that nobody reads is passed over`() async throws {
        let text = Self.part("a", String(repeating: "x", count: 1000)) + Self.part("b", "2") + "--X--"
        var rest = Array(text.utf8)[...]
        let reader = MultipartReader(try #require(try MultipartBoundary(mediaType: "multipart/form-data; boundary=X".utf8))) {
            defer { rest = rest.dropFirst(100) }
            return rest.isEmpty ? nil : Array(rest.prefix(100))
        }
        #expect(try await reader.nextPart()?.name == "a")
        _ = try await reader.nextPiece()
        #expect(try await reader.nextPart()?.name == "b")
        #expect(try await reader.nextPart() == nil)
        #expect(try await reader.nextPart() == nil)
    }

    struct Broken: Sendable {
        let text: String
        let error: MultipartError

        init(_ error: MultipartError, _ texts: String...) { (self.text, self.error) = (texts.joined(), error) }
    }

    static let broken: [Broken] = [
        Broken(.unterminated, ""), Broken(.unterminated, "--X"), Broken(.unterminated, "--X\r\n"), Broken(.unterminated, part("a", "1")),
        Broken(.unterminated, part("a", "1"), "--X-"), Broken(.malformed, "x", part("a", "1"), "--X--"),
        Broken(.malformed, "\r\n", part("a", "1"), "--X--"), Broken(.malformed, part("a", "1"), "--X--\r\nmore"),
        Broken(.malformed, part("a", "1"), "--X--\n"), Broken(.malformed, part("a", "1\r\n--Xy"), "--X--"), Broken(.malformed, "--X--\r\n"),
        Broken(.malformed, "--X\nContent-Disposition: form-data; name=a\n\n1\n--X--"), Broken(.malformed, "--X \r\n"),
        Broken(.header, "--X\r\n\r\n1\r\n--X--"), Broken(.header, "--X\r\nContent-Disposition: attachment; name=a\r\n\r\n1\r\n--X--"),
        Broken(.header, "--X\r\nContent-Disposition: form-data; name=a; name=b\r\n\r\n1\r\n--X--"),
        Broken(.header, "--X\r\nContent-Disposition: form-data; name=a\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n--X--"),
        Broken(.header, "--X\r\nContent-Disposition: form-data;\r\n name=a\r\n\r\n1\r\n--X--"),
        Broken(.header, "--X\r\nContent-Disposition: form-data; name=\"a\"\n\r\n1\r\n--X--"),
        Broken(.name, "--X\r\nContent-Disposition: form-data; name=\"\"\r\n\r\n1\r\n--X--"),
        Broken(.coding, "--X\r\nContent-Disposition: form-data; name=a\r\nContent-Transfer-Encoding: base64\r\n\r\nMQ==\r\n--X--"),
        Broken(.coding, "--X\r\nContent-Disposition: form-data; name=a\r\nContent-Type: Multipart/Mixed; boundary=Y\r\n\r\n1\r\n--X--"),
        Broken(.parts(limit: 64), (0...64).map { part("\($0)", "") }.joined(), "--X--"),
        Broken(.header, "--X\r\nA: ", String(repeating: "a", count: 9000)),
        Broken(.header, "--X\r\n", String(repeating: "A: b\r\n", count: 17), "\r\n"),
    ]

    @Test(arguments: broken)
    func `what is no form is refused, at once or byte by byte`(form: Broken) async {
        for step in [1, 7, max(1, form.text.utf8.count)] {
            await #expect(throws: form.error) { try await read(form.text, by: step) }
        }
    }

    @Test(arguments: ["X", "\"X\"", "----WebKitFormBoundary7MA4YWxkTrZu0gW", "a'()+_,-./:=?b", "\"a b\"", String(repeating: "a", count: 70)])
    func `a boundary is taken quoted and not`(boundary: String) throws {
        #expect(try MultipartBoundary(mediaType: "Multipart/Form-Data; charset=utf-8; boundary=\(boundary)".utf8) != nil)
    }

    @Test(arguments: [
        "", "; boundary", "; boundary=", "; boundary=\"\"", "; boundary=X; boundary=X", "; boundary=X; Boundary=Y", "; boundary=\"X",
        "; boundary=\"a \"",
        "; boundary=a b", "; boundary=\"a\\r\\nb\"", "; boundary=\(String(repeating: "a", count: 71))", "; boundary=ä", "; boundary=a;=b",
    ])
    func `a boundary that readers could take differently is refused`(rest: String) {
        #expect(throws: MultipartError.boundary) { try MultipartBoundary(mediaType: "multipart/form-data\(rest)".utf8) }
    }

    @Test func `another media type has no boundary`() throws {
        #expect(try MultipartBoundary(mediaType: "multipart/mixed; boundary=X".utf8) == nil)
        #expect(try MultipartBoundary(mediaType: "application/json".utf8) == nil)
    }
}
