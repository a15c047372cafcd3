import Core
import Database
import Foundation
import Glibc
import TestSupport
import Testing

/// Two processes of Herald on one database: each number has one session, whatever dies or freezes.
@Suite(.serialized) struct TwoProcessesTests {
    private static let numbers = ["254700000011", "254700000012", "254700000013"]
    /// How long a number may be without a session after its holder died.
    private static let takeover: Duration = .seconds(15)

    @Test func `a number is held by one of two, and the other one takes over from a dead one without a new code`() async throws {
        try await Stage.with { stage in
            let pair = try await Pair(on: stage)
            var instances: [String] = []
            for number in Self.numbers { instances.append(try await pair.first.linkedInstance(number)) }
            try await pair.settle(holding: Self.numbers.count)
            let claims = try await pair.claims()
            for instance in instances { try await pair.send(from: instance) }
            // Both look for numbers to hold whenever they renew their leases.
            try await pair.renewLeases()
            #expect(try await pair.claims() == claims, "a number that was held was claimed")
            #expect(try pair.senders(of: instances).allSatisfy { $0.count == 1 }, "a number sent from two processes")

            let (holder, survivor) = try await pair.sorted()
            holder.kill()
            try await eventually("the other one holds all", within: Self.takeover) {
                try await Pair.held(by: survivor) == Self.numbers.count
            }
            let tenant = stage.tenant(of: survivor)
            for instance in instances {
                try await eventually("it is connected") { try await tenant.call("GET", "/v1/instances/\(instance)").json["status"] == "connected" }
                #expect(try await tenant.call("GET", "/v1/instances/\(instance)/qr").status == 409, "a code was shown")
                try await Pair.send(from: instance, by: tenant)
            }
            #expect(survivor.terminate() == 0)
        }
    }

    @Test func `one that was frozen past its lease is refused its next write, and closes`() async throws {
        try await Stage.with { stage in
            let pair = try await Pair(on: stage)
            let instance = try await pair.first.linkedInstance(Self.numbers[0])
            try await pair.settle(holding: 1)
            let (holder, other) = try await pair.sorted()
            let place = pair.place(of: holder)

            Glibc.kill(holder.process.processIdentifier, SIGSTOP)
            try await eventually("the other one holds it", within: Self.takeover) { try await Pair.held(by: other) == 1 }
            Glibc.kill(holder.process.processIdentifier, SIGCONT)

            try await eventually("the frozen one lets go") { try await Pair.held(by: holder) == 0 }
            let sent = try pair.sent(by: place)
            for _ in 0..<5 { try await pair.send(from: instance) }
            #expect(try pair.sent(by: place) == sent, "it sent after its lease was another's")
            #expect(try await Pair.held(by: other) == 1)
            #expect(holder.text.contains("the lease on sessions was lost"))
            for herald in [holder, other] { #expect(herald.terminate() == 0) }
        }
    }
}

/// Two processes on one database, each with a journal of what its network saw.
private struct Pair {
    let stage: Stage
    let processes: [Herald]
    let journals: [String]

    init(on stage: Stage) async throws {
        self.stage = stage
        journals = ["a", "b"].map { stage.folder.path + "/journal-" + $0 }
        var processes: [Herald] = []
        for journal in journals {
            processes.append(try await Herald(in: stage.folder, stage.settings.merging(["HERALD_SIMULATOR_JOURNAL": journal]) { $1 }))
        }
        self.processes = processes
    }

    /// The tenant, as it speaks to the first process.
    var first: TestTenant { stage.tenant(of: processes[0]) }

    /// Returns once the two together hold so many sessions.
    func settle(holding count: Int) async throws {
        try await eventually("each number has one session") {
            var held = 0
            for herald in processes { held += try await Self.held(by: herald) }
            return held == count
        }
    }

    /// How often numbers were claimed so far.
    func claims() async throws -> Int { try await stage.database.count("SELECT sum(fence)::bigint FROM instances.instance") }

    /// Returns once both processes have renewed their leases at least twice.
    func renewLeases() async throws {
        let ends: SQL = "SELECT (extract(epoch FROM min(lease_until)) * 1000)::bigint FROM instances.holder"
        let before = try await stage.database.count(ends)
        try await eventually("the leases are renewed") { try await stage.database.count(ends) > before + 3500 }
    }

    /// The one that holds more, and the other.
    func sorted() async throws -> (holder: Herald, other: Herald) {
        let counts = [try await Self.held(by: processes[0]), try await Self.held(by: processes[1])]
        return counts[0] >= counts[1] ? (processes[0], processes[1]) : (processes[1], processes[0])
    }

    func place(of herald: Herald) -> Int { herald === processes[0] ? 0 : 1 }

    func send(from instance: String) async throws { try await Self.send(from: instance, by: first) }

    /// What the network of that process saw, as lines.
    func sent(by place: Int) throws -> [String] {
        guard FileManager.default.fileExists(atPath: journals[place]) else { return [] }
        return try String(contentsOfFile: journals[place], encoding: .utf8).split(separator: "\n").map(String.init)
    }

    /// For each instance the processes that sent for it.
    func senders(of instances: [String]) throws -> [Set<Int>] {
        let lines = try [sent(by: 0), sent(by: 1)]
        return instances.map { instance in Set([0, 1].filter { place in lines[place].contains { $0.hasPrefix(instance) } }) }
    }

    static func send(from instance: String, by tenant: TestTenant) async throws {
        let answer = try await tenant.call(
            "POST", "/v1/messages",
            ["instance_id": .string(instance), "to": "254712345678", "type": "text", "text": "Hello from two"])
        let message = try #require(answer.json["data"]?.array?.first?["id"]?.string, "\(answer.text)")
        try await eventually("it is read") { try await tenant.call("GET", "/v1/messages/\(message)").json["status"] == "read" }
    }

    static func held(by herald: Herald) async throws -> Int {
        let figures = try await herald.client.call("GET", "/metrics").text
        let line = figures.split(separator: "\n").first { $0.hasPrefix("herald_sessions_held ") }
        return Int(line?.split(separator: " ").last ?? "") ?? 0
    }
}
