import Contracts
import Core
import TestSupport
import Testing

/// What answers say of limits (decisions, "Plans"), and who is kept to which pace.
@Suite(.serialized, .herald) struct PaceTests {
    @Test func `more than ten requests in a second are refused, and every answer tells what is left`() async throws {
        let harness = try #require(Harness.shared)
        let tenant = try await harness.someTenant(isPaced: true)
        let answers = try await overPace { try await harness.client.call("GET", "/v1/tenant", key: tenant.key) }
        #expect(answers.passed?.status == 200 && answers.passed?.tellsLimits(messagesPerDay: 10_000, left: 10_000) == true)
        #expect(answers.refused.json["code"] == "rate_limited" && answers.refused.json["status"] == 429)
        #expect(answers.refused.header("Retry-After") == "1" && answers.refused.tellsLimits(messagesPerDay: 10_000))
    }

    @Test func `what is left of the day is told after messages were accepted`() async throws {
        let harness = try #require(Harness.shared)
        let tenant = try await harness.someTenant(plan: "free")
        _ = try await tenant.linkedInstance()
        let accepted = try await tenant.call(
            "POST", "/v1/messages", ["to": ["+254712345678", "+254712345679", "+254712345678"], "type": "text", "text": "x"])
        try #require(accepted.status == 202, "\(accepted.text)")
        // The tenant has no limit on requests here, so only messages are told.
        #expect(accepted.header("RateLimit-Policy") == #""messages";q=100;w=86400"#)
        try await eventually("the two are counted") {
            try await tenant.call("GET", "/v1/tenant").header("RateLimit")?.hasPrefix(#""messages";r=98;t="#) == true
        }
    }

    @Test func `failures of an admitted key tell what is left, and answers to others do not`() async throws {
        let harness = try #require(Harness.shared)
        let tenant = try await harness.someTenant(isPaced: true)
        let reading = try await harness.key(of: tenant, scopes: .read)
        let failures = [
            try await tenant.call("GET", "/v1/messages/none"), try await tenant.call("POST", "/v1/messages", ["to": 7]),
            try await harness.client.call("POST", "/v1/instances", key: reading, [:]),
        ]
        #expect(failures.map(\.status) == [400, 400, 403])
        for failure in failures { #expect(failure.tellsLimits(messagesPerDay: 10_000), "\(failure.status)") }
        let others = [
            try await harness.client.call("GET", "/v1/tenant"), try await harness.client.call("GET", "/v1/tenant", key: "none"),
            try await harness.client.call("GET", "/openapi.json"), try await harness.client.call("GET", "/health/ready"),
        ]
        #expect(others.map(\.status) == [401, 401, 200, 200])
        for other in others { #expect(other.header("RateLimit") == nil && other.header("RateLimit-Policy") == nil) }
    }

    @Test func `a person has a pace of their own`() async throws {
        let harness = try #require(Harness.shared)
        let tenant = try await harness.someTenant(isPaced: true)
        let owner = try await tenant.signedInOwner()
        let answers = try await overPace { try await harness.client.call("GET", "/v1/tenant", key: owner.token) }
        #expect(answers.passed?.status == 200)
        #expect(try await tenant.call("GET", "/v1/tenant").status == 200)
    }

    @Test func `an address without credentials that admit is slowed down, what is known from there goes on, and health is always told`() async throws
    {
        try await Harness.with(["HERALD_ADDRESS_RATE": "1"]) { harness in
            let tenant = try await harness.tenant()
            #expect(try await tenant.call("GET", "/v1/tenant").status == 200)
            var statuses: [Int] = []
            for number in 0..<40 {
                statuses.append(
                    number % 2 == 0
                        ? try await harness.client.call("GET", "/v1/tenant", key: "none").status
                        : try await harness.client.call("GET", "/docs").status)
            }
            #expect(statuses.first == 401 && statuses.contains(429))
            let refused = try await overPace { try await harness.client.call("GET", "/openapi.json") }.refused
            #expect(refused.json["code"] == "rate_limited" && refused.header("Retry-After") == "1")
            #expect(try await tenant.call("GET", "/v1/tenant").status == 200)
            #expect(try await harness.client.call("GET", "/health/ready").status == 200)
            #expect(try await harness.client.call("GET", "/health/live").status == 200)
        }
    }
}
