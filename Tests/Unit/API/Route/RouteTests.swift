import API
import Contracts
import Core
import HTTP
import Testing

@Suite struct RouteTests {
    @Test func `a handler is given its inputs typed and in order`() async throws {
        let id = "0190b6a5-7f00-7000-8000-000000000001"
        let sample = try Sample(routes: [
            Route(
                .post, "/v1/messages/{id}/greet", "Greet",
                takes: .path("id", Shape<MessageID>.identifier()), .query("limit", .integer(1...100), default: 20),
                .query("tag", optional: .text()), .header("X-Lane", optional: .text()), .body(Greeting.shape),
                gives: .ok(.text()), auth: .key(.send)
            ) { call, id, limit, tag, lane, greeting in
                "\(call.caller.tenant == SampleAdmission.tenant) \(id) \(limit) \(tag ?? "-") \(lane ?? "-") \(greeting.name) \(greeting.times)"
            }
        ])
        let reply = await sample.send(
            .post, "/v1/messages/\(id)/greet?tag=a+b%26c", ["Authorization": "bearer good", "X-Lane": "bulk"], body: #"{"name":"Ada"}"#)
        #expect(reply.status == 200)
        #expect(reply.json == .string("true \(id) 20 a b&c bulk Ada 1"))
    }

    @Test func `what is wrong in the path, the query and the body is told at once`() async throws {
        let sample = try Sample(routes: [
            Route(
                .post, "/v1/messages/{id}", "Greet",
                takes: .path("id", Shape<MessageID>.identifier()), .query("limit", optional: .integer(1...100)), .body(Greeting.shape),
                gives: .noContent, auth: .key(.send)
            ) { _, _, _, _ in }
        ])
        let reply = await sample.send(.post, "/v1/messages/7?limit=101", body: #"{"name":"","times":4}"#)
        #expect(reply.status == 400)
        #expect(reply.pointers == ["/id", "?limit", "/name", "/times"])
    }

    @Test func `a query parameter that is given twice or badly encoded is refused`() async throws {
        let sample = try Sample(routes: [
            Route(.get, "/v1/x", "X", takes: .query("q", optional: .text()), gives: .ok(.text()), auth: .none) { _, q in q ?? "-" }
        ])
        #expect(await sample.send(.get, "/v1/x?q=1&q=2").pointers == ["?q"])
        #expect(await sample.send(.get, "/v1/x?q=%zz").pointers == ["?q"])
        #expect(await sample.send(.get, "/v1/x?other=%zz&q=").json == "")
        #expect(await sample.send(.get, "/v1/x?q=%00").pointers == ["?q"])
        #expect(await sample.send(.get, "/v1/x?&&%71=2").json == "2")
    }

    @Test(arguments: ["0x10", "%2B5", "007", "5.0", "five", "", "%205x", "101"])
    func `a number in a query is written as in JSON`(text: String) async throws {
        let sample = try Sample(routes: [
            Route(
                .get, "/v1/x", "X", takes: .query("n", .integer(1...100)), .query("d", optional: .number(1...20)), gives: .ok(.integer()), auth: .none
            ) {
                $1 + Int($2 ?? 0)
            }
        ])
        #expect(await sample.send(.get, "/v1/x?n=\(text)").pointers == ["?n"])
        #expect(await sample.send(.get, "/v1/x?n=7&d=2.5").json == 9)
        #expect(await sample.send(.get, "/v1/x?n=7&d=0x10").pointers == ["?d"])
    }

    @Test func `a scope that the key has not is refused before the handler runs`() async throws {
        let sample = try Sample(routes: [
            Route(.post, "/v1/x", "X", gives: .noContent, auth: .key(.send)) { _ in Issue.record("the handler ran") }
        ])
        #expect(await sample.send(.post, "/v1/x", ["Authorization": "Bearer reader"]).failure == "native forbidden")
    }

    @Test func `the operator's routes open with the operator's key only`() async throws {
        let sample = try Sample(routes: [Route(.get, "/v1/admin", "X", gives: .noContent, auth: .operatorKey) { _ in }])
        #expect(await sample.send(.get, "/v1/admin", ["Authorization": "Bearer operator"]).status == 204)
        #expect(await sample.send(.get, "/v1/admin").failure == "native unauthenticated")
    }

    @Test(.tags(.FQ_03)) func `a request that names another tenant than its key's is refused`() async throws {
        let sample = try Sample(routes: [Route(.get, "/v1/x", "X", gives: .noContent, auth: .key(.read)) { _ in }])
        #expect(await sample.send(.get, "/v1/x?tenantId=acme").status == 204)
        #expect(await sample.send(.get, "/v1/x?tenantId=other").failure == "native forbidden")
        #expect(await sample.send(.get, "/v1/x?tenantId=acme&tenantId=other").pointers == ["?tenantId"])
    }

    @Test func `what was made is found by the Location of its answer`() async throws {
        let sample = try Sample(routes: [
            Route(
                .post, "/v1/greetings", "Greet", takes: .body(Greeting.shape),
                gives: .created(Greeting.shape, location: { "/v1/greetings/\($0.name)" }), auth: .none
            ) { _, greeting in greeting }
        ])
        let reply = await sample.send(.post, "/v1/greetings", body: #"{"name":"Ada","times":2}"#)
        #expect(reply.status == 201)
        #expect(reply.fields["Location"] == "/v1/greetings/Ada")
        #expect(reply.text == #"{"name":"Ada","times":2}"#)
    }
}
