import Core
import Database
import Foundation
import TestSupport
import Testing

/// The pace of a key, in the program itself and over two processes.
@Suite(.serialized) struct PaceTests {
    /// So many requests at the same time, each to one of the processes in turn; how many passed, and how long it took.
    private static func burst(_ count: Int, _ key: String, to heralds: [Herald]) async throws -> (passed: Int, seconds: Double, waits: Set<String>) {
        let clock = SystemClock()
        let began = clock.monotonic
        let clients = heralds.map(\.client)
        let answers = try await withThrowingTaskGroup(of: TestAnswer.self) { group in
            for number in 0..<count {
                let client = clients[number % clients.count]
                group.addTask { try await client.call("GET", "/v1/tenant", key: key) }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(answers.allSatisfy { $0.status == 200 || $0.status == 429 })
        let refused = answers.filter { $0.status == 429 }
        return (answers.count - refused.count, (clock.monotonic - began).inSeconds, Set(refused.map { $0.header("Retry-After") ?? "" }))
    }

    private static func nodes(_ herald: Herald) async throws -> Int {
        let figures = try await herald.client.call("GET", "/metrics").text
        return Int(figures.split(separator: "\n").first { $0.hasPrefix("herald_nodes ") }?.split(separator: " ").last ?? "") ?? 0
    }

    @Test func `the eleventh request of a second is refused on its key, and not on another`() async throws {
        try await Stage.with { stage in
            try await stage.database.script("UPDATE billing.plan SET requests_per_second = 10")
            let herald = try await stage.start()
            let made = try await herald.client.call("POST", "/v1/keys", key: stage.key, ["name": "second"])
            let other = try #require(made.json["key"]?.string, "\(made.text)")
            let first = try await Self.burst(60, stage.key, to: [herald])
            // One was used up for the other key; what flows in meanwhile passes as well.
            #expect(first.passed >= 9 && Double(first.passed) <= 10 + 10 * first.seconds, "\(first)")
            #expect(first.waits.isSubset(of: ["1"]))
            #expect(try await herald.client.call("GET", "/v1/tenant", key: other).status == 200)
            #expect(herald.terminate() == 0)
        }
    }

    @Test func `two processes keep one pace between them, and the one that is left keeps it alone`() async throws {
        try await Stage.with { stage in
            try await stage.database.script("UPDATE billing.plan SET requests_per_second = 10")
            let heralds = [try await stage.start(), try await stage.start()]
            for herald in heralds { try await eventually("it knows of both") { try await Self.nodes(herald) == 2 } }
            let both = try await Self.burst(80, stage.key, to: heralds)
            #expect(both.passed >= 10 && Double(both.passed) <= 10 + 10 * both.seconds, "\(both)")
            heralds[1].kill()
            try await eventually("it knows that it is alone") { try await Self.nodes(heralds[0]) == 1 }
            let alone = try await Self.burst(80, stage.key, to: [heralds[0]])
            #expect(alone.passed >= 10 && Double(alone.passed) <= 10 + 10 * alone.seconds, "\(alone)")
            #expect(heralds[0].terminate() == 0)
            #expect(try await stage.database.count("SELECT api_requests FROM billing.usage_day") > 0)
        }
    }
}
