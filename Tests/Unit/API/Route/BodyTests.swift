import API
import Contracts
import Core
import HTTP
import Testing

@Suite struct BodyTests {
    private let sample: Sample

    init() throws {
        sample = try Sample(routes: [
            Route(.post, "/v1/json", "J", takes: .body(Greeting.shape, limit: 30), gives: .ok(Greeting.shape), auth: .none) { $1 },
            Route(.post, "/v1/perhaps", "P", takes: .body(optional: Greeting.shape), gives: .ok(.bool), auth: .none) { $1 == nil },
            Route(.post, "/v1/image", "I", takes: .bytes(["image/png"], limit: 4), gives: .ok(.integer()), auth: .none) { $1.count },
        ])
    }

    @Test(arguments: [
        "application/json", "Application/JSON", "application/json; charset=utf-8", "application/json;charset=\"UTF-8\"", "application/json ;",
    ])
    func `JSON is taken under each of its names`(type: String) async {
        #expect(await sample.send(.post, "/v1/json", ["Content-Type": type], body: #"{"name":"Ada"}"#).status == 200)
    }

    @Test(arguments: ["text/plain", "application/x-www-form-urlencoded", "application/json; charset=latin1", "application/jsonp", ""])
    func `another media type is refused`(type: String) async {
        #expect(await sample.send(.post, "/v1/json", ["Content-Type": type], body: #"{"name":"Ada"}"#).failure == "native unsupportedMediaType")
    }

    @Test func `a body without a media type is taken for JSON`() async {
        #expect(await sample.send(.post, "/v1/json", [:], body: #"{"name":"Ada"}"#).status == 200)
    }

    @Test(arguments: ["", "{", "nonsense", #"{"name":"Ada"} x"#, "[]", "\u{FEFF}{}"])
    func `a body that is not a JSON object is invalid, never an incident`(body: String) async {
        let reply = await sample.send(.post, "/v1/json", [:], body: body)
        #expect(reply.failure == "native invalid")
        #expect(reply.pointers == [""])
    }

    @Test func `a body is taken up to the limit and refused one byte beyond it`() async {
        let body = #"{"name":"Ada","times":1}      "#
        #expect(body.utf8.count == 30)
        #expect(await sample.send(.post, "/v1/json", [:], body: body).status == 200)
        #expect(await sample.send(.post, "/v1/json", [:], body: body + " ").failure == "native tooLarge")
    }

    @Test func `an empty body has no media type that could be wrong`() async {
        #expect(await sample.send(.post, "/v1/perhaps", ["Content-Type": "application/x-www-form-urlencoded"]).text == "true")
        #expect(await sample.send(.post, "/v1/perhaps", [:], body: #"{"name":"Ada"}"#).text == "false")
        #expect(await sample.send(.post, "/v1/perhaps", ["Content-Type": "text/plain"], body: "x").failure == "native unsupportedMediaType")
    }

    @Test func `bytes are taken as they are, of the media types that the route names`() async {
        #expect(await sample.send(.post, "/v1/image", ["Content-Type": "image/PNG; q=1"], body: "abcd").text == "4")
        #expect(await sample.send(.post, "/v1/image", ["Content-Type": "image/jpeg"], body: "abcd").failure == "native unsupportedMediaType")
        #expect(await sample.send(.post, "/v1/image", [:], body: "abcd").failure == "native unsupportedMediaType")
    }
}
