import API
import Contracts
import Core
import HTTP
import Testing

private func route(_ method: HTTPMethod, _ path: String) -> Route {
    Route(method, path, path, gives: .ok(.text()), auth: .none) { _ in path }
}

private func echo(_ path: String) -> Route {
    Route(.get, path, path, takes: .path("id", .text()), gives: .ok(.text()), auth: .none) { $1 }
}

@Suite struct RouterTests {
    @Test(.tags(.FS2_109)) func `a literal segment wins over a parameter, for every method`() async throws {
        let sample = try Sample(routes: [echo("/v1/groups/{id}"), route(.post, "/v1/groups/send-message"), route(.get, "/v1/groups/mine")])
        #expect(await sample.send(.get, "/v1/groups/mine").json == "/v1/groups/mine")
        #expect(await sample.send(.get, "/v1/groups/other").json == "other")
        let reply = await sample.send(.get, "/v1/groups/send-message")
        #expect(reply.failure == "native methodNotAllowed")
        #expect(reply.fields["Allow"] == "POST")
    }

    @Test func `a literal that leads nowhere gives way to the parameter beside it`() async throws {
        let sample = try Sample(routes: [route(.get, "/v1/a/fixed/x"), echo("/v1/a/{id}/y")])
        #expect(await sample.send(.get, "/v1/a/fixed/y").json == "fixed")
        #expect(await sample.send(.get, "/v1/a/fixed/x").json == "/v1/a/fixed/x")
    }

    @Test(.tags(.FS2_102)) func `a parameter is decoded once, after the path was split`() async throws {
        let sample = try Sample(routes: [echo("/v1/groups/{id}")])
        #expect(await sample.send(.get, "/v1/groups/120363@g.us").json == "120363@g.us")
        #expect(await sample.send(.get, "/v1/groups/120363%40g.us").json == "120363@g.us")
        #expect(await sample.send(.get, "/v1/groups/a%2Fb").json == "a/b")
        #expect(await sample.send(.get, "/v1/groups/a%252Fb").json == "a%2Fb")
        #expect(await sample.send(.get, "/v1/groups/a+b").json == "a+b")
        #expect(await sample.send(.get, "/v1/gr%6Fups/%C3%A9").json == "é")
    }

    @Test(arguments: ["/v1/groups/%", "/v1/groups/%4", "/v1/groups/%zz", "/v1/groups/%ff", "/v1/%zz"])
    func `a path whose escapes are broken is invalid in the dialect that owns it`(path: String) async throws {
        let sample = try Sample(routes: [echo("/v1/groups/{id}")])
        let reply = await sample.send(.get, path)
        #expect(reply.status == 400)
        #expect(reply.failure == "native invalid")
    }

    @Test(arguments: ["/v1/groups/%00", "/v1/groups/", "/v1/groups", "/v1//groups/a", "/v1/groups/a/", "/", "/v1/../v1/groups/a"])
    func `nothing but the path itself leads to a route`(path: String) async throws {
        let sample = try Sample(routes: [echo("/v1/groups/{id}")])
        #expect((400...404).contains(await sample.send(.get, path).status))
    }

    @Test func `the rest of a path keeps its slashes and cannot climb`() async throws {
        let sample = try Sample(routes: [
            Route(.get, "/assets/{id...}", "A", takes: .path("id", .text()), gives: .ok(.text()), auth: .none) { $1 },
            route(.get, "/assets/special"),
        ])
        #expect(await sample.send(.get, "/assets/a/b.js").json == "a/b.js")
        #expect(await sample.send(.get, "/assets/special").json == "/assets/special")
        #expect(await sample.send(.get, "/assets/a/../b").status == 404)
        #expect(await sample.send(.get, "/assets/a/%2e%2E/b").status == 404)
        #expect(await sample.send(.get, "/assets/a%2Fb").status == 404)
        #expect(await sample.send(.get, "/assets/").status == 404)
    }

    @Test func `a wrong method is told which ones are right`() async throws {
        let sample = try Sample(routes: [
            echo("/v1/x/{id}"), Route(.delete, "/v1/x/{name}", "D", takes: .path("name", .text()), gives: .noContent, auth: .none) { _, _ in },
        ])
        let reply = await sample.send(.put, "/v1/x/1")
        #expect(reply.status == 405)
        #expect(reply.fields["Allow"] == "GET, HEAD, DELETE")
    }

    @Test func `HEAD is answered wherever GET is`() async throws {
        let sample = try Sample(routes: [route(.get, "/v1/x"), route(.post, "/v1/y")])
        let reply = await sample.send(.head, "/v1/x")
        #expect(reply.status == 200)
        #expect(reply.fields["Content-Type"] == "application/json")
        #expect(await sample.send(.head, "/v1/y").fields["Allow"] == "POST")
    }

    @Test func `OPTIONS says what may be done, and nothing to browsers of other sites`() async throws {
        let sample = try Sample(routes: [route(.get, "/v1/x"), route(.post, "/v1/x")])
        let reply = await sample.send(.options, "/v1/x", ["Origin": "https://elsewhere.example"])
        #expect(reply.status == 204)
        #expect(reply.fields["Allow"] == "GET, HEAD, POST")
        #expect(!reply.fields.contains("Access-Control-Allow-Origin"))
        #expect(await sample.send(.options, "/v1/unknown").status == 404)
    }
}
