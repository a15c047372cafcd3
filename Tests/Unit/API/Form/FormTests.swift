import API
import Contracts
import Core
import HTTP
import Testing

/// A body as FlareSend v2 has it: the same members as JSON and as a form.
struct SampleSending: Equatable {
    var recipients: [String]
    var type: Kind
    var text: String?
    var caption: String?

    enum Kind: String, CaseIterable, Sendable { case text, document, image }

    static let shape = Shape.object(
        SampleSending.init,
        Field("recipients", \.recipients, .list(of: .text(), min: 1, max: 3)),
        Field("type", \.type, .choice()),
        Field("text", \.text, optional: .text(max: 20)),
        Field("caption", \.caption, optional: .text(max: 20))
    ).named("SampleSending")

    static let form = Form(.texts("recipients"), .text("type"), .text("text"), .text("caption"))
}

@Suite struct FormTests {
    private let sample: Sample

    init() throws {
        sample = try Sample(routes: [
            Route(
                .post, "/v1/send", "S", takes: .jsonOrForm(SampleSending.shape, form: SampleSending.form), gives: .ok(.text()), auth: .none
            ) { try await Self.told($1) },
            Route(
                .post, "/v1/upload", "U", takes: .upload(Shape.object({ $0 }, Field("text", { $0 }, optional: .text())), form: Form(.text("text"))),
                gives: .ok(.text()), auth: .none
            ) { _, sent in
                let (text, file) = try await sent.read { try await Self.keep($0) }
                return "\(text ?? "-") \(file ?? "-")"
            },
        ])
    }

    /// What a handler would do with a file: it reads it whole here, and refuses none at all.
    private static func keep(_ file: UploadedFile) async throws -> String {
        var bytes: [UInt8] = []
        while let piece = try await file.next() { bytes += piece }
        guard !bytes.isEmpty else { throw Problem.invalid([Violation("/file", "must not be empty")]) }
        return "\(file.name ?? "?") \(file.mediaType ?? "?") \(String(decoding: bytes, as: UTF8.self))"
    }

    private static func told(_ sent: Submission<SampleSending>) async throws -> String {
        let (value, file) = try await sent.read { try await Self.keep($0) }
        return "\(value.recipients.joined(separator: "+")) \(value.type) \(value.caption ?? "-") \(file ?? "-")"
    }

    private func send(_ parts: [(header: String, content: String)], to path: String = "/v1/send") async -> Reply {
        let body = parts.map { "--X\r\nContent-Disposition: form-data; \($0.header)\r\n\r\n\($0.content)\r\n" }.joined() + "--X--\r\n"
        return await sample.send(.post, path, ["Content-Type": "multipart/form-data; boundary=X"], body: body)
    }

    private static let kind = (header: "name=\"type\"", content: "image")
    private static let file = (header: "name=\"file\"; filename=\"a.png\"\r\nContent-Type: image/png", content: "PNG")
    private static let recipient = (header: "name=\"recipients[]\"", content: "1")

    @Test(.tags(.FS2_54), arguments: [[0, 1, 2], [2, 1, 0], [1, 2, 0]])
    func `a file is read wherever it stands among the fields`(order: [Int]) async {
        let parts = [Self.kind, Self.file, Self.recipient]
        let reply = await send(order.map { parts[$0] } + [(header: "name=\"caption\"", content: "c")])
        #expect(reply.text == #""1 image c a.png image/png PNG""#)
    }

    @Test(.tags(.FS2_60)) func `the same path takes JSON, and a form without a file`() async {
        let json = await sample.send(.post, "/v1/send", ["Content-Type": "application/json"], body: #"{"recipients":["1"],"type":"text"}"#)
        #expect(json.text == #""1 text - -""#)
        #expect(await send([Self.recipient, Self.kind]).text == #""1 image - -""#)
        #expect(await sample.send(.post, "/v1/send", ["Content-Type": "text/plain"], body: "{}").failure == "native unsupportedMediaType")
    }

    @Test(
        .tags(.FS2_55),
        arguments: [
            [("recipients[]", "1"), ("recipients[]", "2")], [("recipients", "1"), ("recipients", "2")], [("recipients[]", #"["1", "2"]"#)],
            [("recipients", #"["1","2"]"#)],
        ])
    func `recipients come in three ways`(parts: [(String, String)]) async {
        let reply = await send([Self.kind, Self.file] + parts.map { (header: "name=\"\($0.0)\"", content: $0.1) })
        #expect(reply.text == #""1+2 image - a.png image/png PNG""#)
    }

    @Test(
        .tags(.FS2_56),
        arguments: [
            (#"C:/Users/Ann/a.png"#, "a.png"), (#"C:\Users\new\a.png"#, "a.png"), ("/etc/passwd", "passwd"), ("..", "?"), ("", "?"),
            (#"a\"b.png"#, #"a\"b.png"#),
        ])
    func `only the last component of a file's name is told`(sent: String, told: String) async {
        let reply = await send([Self.kind, Self.recipient, (header: "name=\"file\"; filename=\"\(sent)\"", content: "x")])
        #expect(reply.text == "\"1 image - \(told) ? x\"")
    }

    @Test func `every rule that the fields break is told at once, as for JSON`() async {
        let reply = await send([(header: "name=\"type\"", content: "fax"), (header: "name=\"caption\"", content: String(repeating: "c", count: 21))])
        #expect(reply.failure == "native invalid")
        #expect(Set(reply.pointers) == ["/recipients", "/type", "/caption"])
    }

    @Test func `a scalar given twice, a second file and a file of another name are refused`() async {
        #expect(await send([Self.kind, Self.kind, Self.recipient]).pointers == ["/type"])
        #expect(await send([Self.kind, Self.recipient, Self.file, Self.file]).pointers == ["/file"])
        #expect(await send([Self.kind, Self.recipient, (header: "name=\"photo\"; filename=\"a\"", content: "x")]).pointers == ["/photo"])
    }

    @Test func `an upload is a form, bytes of any media type, or JSON`() async {
        #expect(await send([Self.file, (header: "name=\"text\"", content: "t")], to: "/v1/upload").text == #""t a.png image/png PNG""#)
        let bytes = await sample.send(.post, "/v1/upload", ["Content-Type": "image/png"], body: "PNG")
        #expect(bytes.text == #""- ? image/png PNG""#)
        #expect(await sample.send(.post, "/v1/upload", [:], body: "PNG").text == #""- ? ? PNG""#)
        let json = await sample.send(.post, "/v1/upload", ["Content-Type": "application/json"], body: #"{"text":"t"}"#)
        #expect(json.text == #""t -""#)
    }

    // An image is known for none by its bytes, which is for the store of files to find.
    @Test(arguments: MultipartCorpus.cases.filter { $0.id != "mp-svg-script" })
    func `the corpus of forms is answered as it wants`(one: MultipartCase) async {
        let request = HTTPRequest(method: .post, target: "/v1/send", fields: ["Content-Type": one.mediaType], body: one.body)
        let reply = Reply(await sample.responder.respond(to: request))
        #expect(one.statuses.contains(reply.status), "\(reply.text)")
    }
}
