import API
import Contracts
import Core
import HTTP
import Testing

private func route(_ method: HTTPMethod, _ path: String, _ name: String, _ condition: Condition = .always) -> Route {
    Route(method, path, name, gives: .ok(.text()), auth: .key(.send)) { _ in name }.when(condition)
}

private func parameter(_ name: String) -> Route {
    Route(.get, "/x/{\(name)}", name, takes: .path(name, .text()), gives: .ok(.text()), auth: .none) { $1 }
}

/// The dialects that share paths, as the contract has them.
private func neighbours() -> [Dialect] {
    var v2 = Dialect.sample(.flareSendV2, prefixes: ["/groups", "/send-message"], routes: [route(.post, "/send-message", "v2")])
    v2.admitsBeforeMethod = true
    return [
        .sample(
            .flareSendV1, prefixes: ["/register"], security: Security(key: .header("api-key"), token: .bearer),
            routes: [route(.post, "/send-message", "v1", .has("api-key"))]),
        v2,
        .sample(
            .sessions, prefixes: ["/api/v1/sessions"],
            routes: [
                route(.get, "/api/v1/messages", "sessions", .both(.has("authorization"), .lacks("x-api-key"))),
                route(.post, "/api/v1/messages", "sessions"),
            ]),
        .sample(
            .msgFlash, prefixes: ["/api/v1"], security: Security(key: .header("x-api-key")),
            routes: [route(.get, "/api/v1/messages", "msgflash", .either(.has("x-api-key"), .lacks("authorization")))]),
        .sample(.native, prefixes: ["/v1"], routes: [route(.get, "/v1/messages", "native")]),
    ]
}

@Suite struct DialectChoiceTests {
    @Test(.tags(.C_01)) func `on a shared path the header of a key decides, even if the key is wrong`() async throws {
        let sample = try Sample(neighbours())
        #expect(await sample.send(.post, "/send-message", ["api-key": "good"]).json == "v1")
        #expect(await sample.send(.post, "/send-message", ["Api-Key": "wrong"]).failure == "flaresend-v1 unauthenticated")
        #expect(await sample.send(.post, "/send-message", ["Authorization": "Bearer good"]).json == "v2")
        #expect(await sample.send(.post, "/send-message", [:]).failure == "flaresend-v2 unauthenticated")
    }

    @Test(.tags(.C_05)) func `where two headers are asked about, each request has one owner`() async throws {
        let sample = try Sample(neighbours())
        #expect(await sample.send(.get, "/api/v1/messages", ["x-api-key": "good"]).json == "msgflash")
        #expect(await sample.send(.get, "/api/v1/messages", ["Authorization": "Bearer good"]).json == "sessions")
        #expect(await sample.send(.get, "/api/v1/messages", ["Authorization": "Bearer good", "x-api-key": "good"]).json == "msgflash")
        #expect(await sample.send(.get, "/api/v1/messages", [:]).failure == "msgflash unauthenticated")
    }

    @Test func `an unknown path is refused by the dialect whose prefix it has, and natively elsewhere`() async throws {
        let sample = try Sample(neighbours())
        #expect(await sample.send(.get, "/api/v1/sessions/x/y").failure == "sessions notFound")
        #expect(await sample.send(.get, "/api/v1/unknown").failure == "msgflash notFound")
        #expect(await sample.send(.get, "/groups/x/y").failure == "flaresend-v2 notFound")
        #expect(await sample.send(.get, "/groupsx").failure == "native notFound")
        #expect(await sample.send(.get, "/").failure == "native notFound")
    }

    @Test(.tags(.FS2_08)) func `a dialect that asks for the key first refuses a wrong method only to those who have one`() async throws {
        let sample = try Sample(neighbours())
        #expect(await sample.send(.get, "/send-message", [:]).failure == "flaresend-v2 unauthenticated")
        let reply = await sample.send(.get, "/send-message", ["Authorization": "Bearer reader"])
        #expect(reply.status == 405)
        #expect(reply.fields["Allow"] == "POST")
        #expect(reply.failure == "flaresend-v2 methodNotAllowed")
        #expect(await sample.send(.put, "/v1/messages", [:]).failure == "native methodNotAllowed")
    }

    @Test func `a host that is a dialect's decides before path and headers`() async throws {
        var dialects = neighbours()
        dialects[0].hosts = ["*.flaresend.io"]
        dialects[1].hosts = ["api.flaresend.com"]
        let sample = try Sample(dialects)
        let fields: HTTPFields = ["Authorization": "Bearer good", "api-key": "good"]
        #expect(await sample.send(.post, "/send-message", fields.adding("Host", "API.flaresend.com:8080")).json == "v2")
        #expect(await sample.send(.post, "/send-message", fields.adding("Host", "api.flaresend.io")).json == "v1")
        #expect(await sample.send(.post, "/send-message", ["Authorization": "Bearer good", "Host": "evilflaresend.io"]).json == "v2")
        #expect(await sample.send(.get, "/v1/messages", fields.adding("Host", "api.flaresend.io")).failure == "flaresend-v1 notFound")
    }

    @Test func `two routes that no rule separates stop the start`() {
        let always = [Dialect.sample(.native, routes: [parameter("a")]), .sample(.flowIQ, routes: [parameter("b")])]
        #expect(throws: RouterError.ambiguous(method: "GET", path: "/x/{a}", .native, .flowIQ)) { try Sample(always) }
        let overlapping = [
            Dialect.sample(.native, routes: [route(.get, "/x", "a", .has("a"))]), .sample(.flowIQ, routes: [route(.get, "/x", "b", .has("b"))]),
        ]
        #expect(throws: RouterError.ambiguous(method: "GET", path: "/x", .native, .flowIQ)) { try Sample(overlapping) }
        let separate = [
            Dialect.sample(.native, routes: [route(.get, "/x", "a", .has("a"))]),
            .sample(.flowIQ, routes: [route(.get, "/x", "b", .both(.has("b"), .lacks("A")))]),
        ]
        #expect(throws: Never.self) { try Sample(separate) }
    }

    @Test func `a prefix of two dialects, a dialect twice, and a missing fallback stop the start`() {
        let shared = [Dialect.sample(.native, prefixes: ["/x"], routes: []), .sample(.flowIQ, prefixes: ["/x/"], routes: [])]
        #expect(throws: RouterError.sharedPrefix("/x/", .native, .flowIQ)) { try Sample(shared) }
        #expect(throws: RouterError.repeatedDialect(.native)) { try Sample([.sample(.native, routes: []), .sample(.native, routes: [])]) }
        #expect(throws: RouterError.noFallback(.native)) { try Sample([.sample(.flowIQ, routes: [])]) }
    }
}

extension HTTPFields {
    fileprivate func adding(_ name: String, _ value: String) -> HTTPFields {
        var fields = self
        fields.add(name, value)
        return fields
    }
}
