import API
import Contracts
import Core
import HTTP
import Testing

private func route(_ method: HTTPMethod, _ path: String, _ name: String) -> Route {
    Route(method, path, name, gives: .ok(.text()), auth: .key(.send)) { _ in name }
}

/// The dialects that share paths, as the contract has them.
private func neighbours() -> [Dialect] {
    var v2 = Dialect.sample(.flareSendV2, routes: [route(.post, "/send-message", "v2")])
    v2.admitsBeforeMethod = true
    return [
        .sample(
            .flareSendV1, security: Security(key: .header("api-key"), token: .bearer), routes: [route(.post, "/send-message", "v1")]),
        v2,
        .sample(.sessions, routes: [route(.get, "/api/v1/messages", "sessions"), route(.post, "/api/v1/messages", "sessions")]),
        .sample(
            .msgFlash, security: Security(key: .header("x-api-key")), routes: [route(.get, "/api/v1/messages", "msgflash")]),
        // Its routes are yet to come.
        .sample(.flowIQ, routes: []),
        .sample(.native, routes: [route(.get, "/v1/messages", "native")]),
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

    @Test func `an unknown path is refused by the dialect that claims it, and natively elsewhere`() async throws {
        let sample = try Sample(neighbours())
        #expect(await sample.send(.get, "/api/v1/sessions/x/y").failure == "sessions notFound")
        #expect(await sample.send(.get, "/api/v1/campaigns").failure == "msgflash notFound")
        #expect(await sample.send(.get, "/groups/x/y").failure == "flaresend-v2 notFound")
        #expect(await sample.send(.post, "/send-whatsapp").failure == "flowiq notFound")
        #expect(await sample.send(.get, "/groupsx").failure == "native notFound")
        #expect(await sample.send(.get, "/").failure == "native notFound")
    }

    @Test func `a wrong method is refused by the dialect whose request it is, and told that dialect's methods`() async throws {
        let sample = try Sample(neighbours())
        let sessions = await sample.send(.put, "/api/v1/messages")
        #expect(sessions.failure == "sessions methodNotAllowed")
        #expect(sessions.fields["Allow"] == "GET, HEAD, POST")
        let msgFlash = await sample.send(.put, "/api/v1/messages", ["x-api-key": "good"])
        #expect(msgFlash.failure == "msgflash methodNotAllowed")
        #expect(msgFlash.fields["Allow"] == "GET, HEAD")
        #expect(await sample.send(.options, "/api/v1/messages", ["x-api-key": "good"]).fields["Allow"] == "GET, HEAD")
    }

    @Test func `a malformed path and a broken request are refused by the dialect whose request it is`() async throws {
        let sample = try Sample(neighbours())
        #expect(await sample.send(.get, "/groups/%zz").failure == "flaresend-v2 invalid")
        let request = HTTPRequest(method: .post, target: "/send-message", fields: ["api-key": "x"])
        #expect(Reply(sample.responder.refuse(HTTPRefusal(.timedOut, request: request))).failure == "flaresend-v1 timedOut")
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
        let sample = try Sample(neighbours())
        let fields: HTTPFields = ["Authorization": "Bearer good", "api-key": "good"]
        #expect(await sample.send(.post, "/send-message", fields.adding("Host", "API.flaresend.com:8080")).json == "v2")
        #expect(await sample.send(.post, "/send-message", fields.adding("Host", "api.flaresend.io")).json == "v1")
        #expect(await sample.send(.post, "/send-message", ["Authorization": "Bearer good", "Host": "evilflaresend.io"]).json == "v2")
        #expect(await sample.send(.get, "/v1/messages", fields.adding("Host", "api.flaresend.io")).failure == "flaresend-v1 notFound")
    }

    @Test func `a route that its dialect is never asked for stops the start`() {
        let below = [Dialect.sample(.native, routes: [route(.get, "/groups/x", "x")]), .sample(.flareSendV2, routes: [])]
        #expect(throws: RouterError.outside(method: "GET", path: "/groups/x", .native)) { try Sample(below) }
        let beyond = [Dialect.sample(.native, routes: []), .sample(.flowIQ, routes: [route(.get, "/v1/x", "x")])]
        #expect(throws: RouterError.outside(method: "GET", path: "/v1/x", .flowIQ)) { try Sample(beyond) }
        let otherMethod = [
            Dialect.sample(.native, routes: []), .sample(.sessions, territory: Territory([.init(.post, "/x")]), routes: [route(.get, "/x", "x")]),
        ]
        #expect(throws: RouterError.outside(method: "GET", path: "/x", .sessions)) { try Sample(otherMethod) }
    }

    @Test func `two routes of a dialect for the same requests stop the start`() {
        func parameter(_ name: String) -> Route {
            Route(.get, "/x/{\(name)}", name, takes: .path(name, .text()), gives: .ok(.text()), auth: .none) { $1 }
        }
        #expect(throws: RouterError.repeatedRoute(method: "GET", path: "/x/{b}", .native)) { try Sample(routes: [parameter("a"), parameter("b")]) }
    }
}

extension HTTPFields {
    fileprivate func adding(_ name: String, _ value: String) -> HTTPFields {
        var fields = self
        fields.add(name, value)
        return fields
    }
}
