package import Core
import Testing

/// A tenant, its keys, and the few steps that most tests begin with.
package struct TestTenant: Sendable {
    /// Which tenant it is.
    package let id: TenantID
    /// A live key with all scopes.
    package let key: String
    /// A test key with all scopes.
    package let testKey: String
    /// Speaks HTTP for it.
    package let client: TestClient
    /// What people sign in to.
    package let slug: String
    /// Its first owner's address and password.
    package let owner: (email: String, password: String)

    /// A tenant by its keys.
    package init(
        id: TenantID, key: String, testKey: String, client: TestClient, slug: String = "", owner: (email: String, password: String) = ("", "")
    ) {
        self.id = id
        self.key = key
        self.testKey = testKey
        self.client = client
        self.slug = slug
        self.owner = owner
    }

    /// Calls with the live key.
    package func call(_ method: String, _ path: String, _ body: JSON? = nil) async throws -> TestAnswer {
        try await client.call(method, path, key: key, body)
    }

    /// Makes an instance that shows a code and waits for a phone.
    package func pairingInstance() async throws -> String {
        let made = try await call("POST", "/v1/instances")
        let id = try #require(made.json["id"]?.string)
        try await eventually("a code is shown") { try await self.call("GET", "/v1/instances/\(id)/qr").status == 200 }
        return id
    }

    /// Makes an instance and scans its code with a phone of that number.
    package func linkedInstance(_ number: String = "254700000001") async throws -> String {
        let id = try await pairingInstance()
        let scanned = try await call("POST", "/v1/sandbox/instances/\(id)/scan", ["number": .string(number)])
        try #require(scanned.status == 200, "\(scanned.text)")
        try await eventually("the instance is connected") {
            try await self.call("GET", "/v1/instances/\(id)").json["status"] == "connected"
        }
        return id
    }

    /// Wants news at that URL; what else is wanted is in `wishes`. Answers the endpoint's id and secret.
    package func endpoint(_ url: String, _ wishes: [JSON.Member] = []) async throws -> (id: String, secret: String) {
        let made = try await call("POST", "/v1/webhook-endpoints", .object([JSON.Member("url", .string(url))] + wishes))
        try #require(made.status == 201, "\(made.text)")
        return (try #require(made.json["id"]?.string), try #require(made.json["secret"]?.string))
    }

    /// As if somebody wrote to the instance.
    package func receive(_ text: String, from number: String, at instance: String) async throws {
        let taken = try await call("POST", "/v1/sandbox/instances/\(instance)/inbound", ["from": .string(number), "text": .string(text)])
        try #require(taken.status == 204, "\(taken.text)")
    }

    /// Sends a text through the native API.
    package func send(_ text: String, to number: String) async throws -> TestAnswer {
        try await call("POST", "/v1/messages", ["to": .string(number), "type": "text", "text": .string(text)])
    }
}
