package import Contracts
package import Core
import Testing

/// Somebody who has signed in, in a browser of their own.
package struct TestPerson: Sendable {
    /// Who it is.
    package let id: String
    /// What they sign in with.
    package let email: String
    package let password: String
    /// Their access token.
    package let token: String
    /// Speaks HTTP for them.
    package let client: TestClient

    /// Whoever signed in, signed up or accepted an invitation with that answer.
    package init(_ answer: TestAnswer, password: String, client: TestClient) throws {
        try #require([200, 201].contains(answer.status), "\(answer.text)")
        id = try #require(answer.json["user"]?["id"]?.string)
        email = try #require(answer.json["user"]?["email"]?.string)
        token = try #require(answer.json["access_token"]?.string)
        self.password = password
        self.client = client
    }

    /// Calls with the access token.
    package func call(_ method: String, _ path: String, _ body: JSON? = nil) async throws -> TestAnswer {
        try await client.call(method, path, key: token, body)
    }
}

extension TestTenant {
    /// What everybody in tests chooses.
    package static let password = "correct horse battery"

    /// The tenant's first owner, signed in anew.
    package func signedInOwner() async throws -> TestPerson {
        let answer = try await client.call(
            "POST", "/v1/sign-in", ["tenant": .string(slug), "email": .string(owner.email), "password": .string(owner.password)])
        return try TestPerson(answer, password: owner.password, client: client)
    }

    /// Somebody new of that role, who was invited by an owner and has accepted.
    package func person(_ role: Role, email: String? = nil) async throws -> TestPerson {
        let email = email ?? "\(role.rawValue)@\(slug).test"
        let invited = try await signedInOwner().call("POST", "/v1/invitations", ["email": .string(email), "role": .string(role.rawValue)])
        try #require(invited.status == 201, "\(invited.text)")
        let token = try #require(invited.json["link"]?.string?.split(separator: "#").last.map(String.init))
        let accepted = try await client.call(
            "POST", "/v1/invitations/accept",
            [
                "token": .string(token), "password": .string(Self.password), "first_name": .string(role.rawValue),
                "last_name": "Tester",
            ])
        return try TestPerson(accepted, password: Self.password, client: client)
    }
}
