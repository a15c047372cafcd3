import Core
import Foundation
import TestSupport
import Testing

/// Promise R7: what is scheduled goes out when the database's clock says so, once, whatever jumps and whatever dies. By hand, as it is asked of a
/// release: `CHAOS_SCHEDULED=100000 swift test --filter ScheduleChaosTests`. Needs libfaketime.
@Suite(.serialized, .enabled(if: FakeTime.library != nil, "libfaketime is not installed")) struct ScheduleChaosTests {
    /// Within how long all come due, in seconds.
    static let span = 60
    static let recipients = 500
    /// What is put in before the first comes due, at least so many messages a second.
    static let acceptedPerSecond = 400
    /// How often the server is killed, or asked to end, while they come due; and where the database's clock is put, in seconds.
    static let restarts = 5
    static let jumps = [7, -20, 0, 45, -30]

    private static var count: Int { ProcessInfo.processInfo.environment["CHAOS_SCHEDULED"].flatMap { Int($0) } ?? 5000 }

    @Test func `a hundred thousand that come due in one minute go out once, none early, over restarts and jumps of the database's clock`()
        async throws
    {
        let library = try #require(FakeTime.library)
        try await Folder.with { folder in
            let time = try FakeTime(in: folder, library: library)
            let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
            let arena = Arena(in: folder, ["PATH": time.path + ":" + path])
            try await arena.start()
            let tenant = try await arena.tenant()
            let watch = ScheduleWatch(arena)

            let requests = Self.count / Self.recipients
            let beginning = Int(Date().timeIntervalSince1970) + 15 + Self.count / Self.acceptedPerSecond
            for request in 0..<requests {
                let due = Instant(seconds: Int64(beginning + request * Self.span / requests))
                let numbers = (0..<Self.recipients).map { JSON.string("2547\(String(1_000_000 + request * Self.recipients + $0))9") }
                let answer = try await tenant.call(
                    "POST", "/v1/messages",
                    ["to": .array(numbers), "type": "text", "text": "on time", "send_at": .string(due.description), "lane": "bulk"])
                try #require(answer.status == 202, "\(answer.text.prefix(300))")
            }
            try #require(Int(Date().timeIntervalSince1970) < beginning, "they were not all there before the first came due")

            while Int(Date().timeIntervalSince1970) < beginning { try await watch.look() }
            for (place, jump) in Self.jumps.enumerated() {
                let end = Date().addingTimeInterval(Double(Self.span) / Double(Self.jumps.count))
                // Jumps and deaths at the same time.
                try await watch.jump { try time.set(jump) }
                if place % 2 == 0 { try await arena.killServer() } else { try await arena.restart() }
                while Date() < end { try await watch.look() }
            }
            try await watch.jump { try time.set(0) }
            try await watch.look(until: .seconds(240))

            let received = Dictionary(
                grouping: try arena.entries().compactMap { if case .received(let id, _) = $0 { id } else { nil } }, by: { $0 })
            let repeated = received.values.filter { $0.count > 1 }.count
            let rows = try arena.ask("SELECT state, count(*) FROM messaging.message GROUP BY 1 ORDER BY 1").replacing("\n", with: "; ")
            print(
                """
                scheduled: \(requests * Self.recipients) due within \(Self.span) s, \(Self.jumps.count) jumps of the clock and restarts; rows: \(rows)\
                \(received.count) went out, \(repeated) of them again after a kill; early: \(watch.early.count); looked \(watch.looks) times
                """)
            #expect(watch.early.isEmpty, "\(watch.early.prefix(5))")
            #expect(received.count == requests * Self.recipients)
            let sent = try arena.ask(
                "SELECT count(*), count(DISTINCT whatsapp_id) FROM messaging.message WHERE state IN ('sent', 'delivered', 'read')")
            #expect(sent == "\(requests * Self.recipients) \(requests * Self.recipients)\n")
            #expect(repetitionsWithoutKill(try arena.entries()) == 0)
            #expect(arena.terminate() == 0)
        }
    }

    private func repetitionsWithoutKill(_ entries: [ChaosEvidence.Entry]) -> Int {
        var (kills, count) = (0, 0)
        var last: [String: Int] = [:]
        for entry in entries {
            switch entry {
            case .kill: kills += 1
            case .received(let id, _):
                if last[id] == kills { count += 1 }
                last[id] = kills
            }
        }
        return count
    }
}

/// Looks for messages that have left their schedule although the database's clock has never shown their time.
private final class ScheduleWatch: Sendable {
    private struct State {
        /// The latest that the clock has ever shown, in seconds.
        var latest = 0.0
        var early: [String] = []
        var looks = 0
    }

    private let arena: Arena
    private let state = Lock(State())

    init(_ arena: Arena) { self.arena = arena }

    var early: [String] { state.withLock { $0.early } }
    var looks: Int { state.withLock { $0.looks } }

    /// Changes the clock, having read it.
    func jump(_ change: () throws -> Void) async throws {
        try await look()
        try change()
    }

    /// Looks once, rows first: what had left by then must have been due by the time that the clock shows after it.
    func look() async throws {
        let statement = """
            SELECT (SELECT coalesce(max(extract(epoch FROM s.due_at)), 0) FROM messaging.schedule s
                     WHERE EXISTS (SELECT 1 FROM messaging.message m
                                    WHERE m.tenant_id = s.tenant_id AND m.batch_id = s.batch_id AND m.state <> 'scheduled')),
                   extract(epoch FROM clock_timestamp())
            """
        // It may be starting.
        if let words = try? arena.ask(statement).split(whereSeparator: { $0 == " " || $0 == "\n" }).compactMap({ Double($0) }), words.count == 2 {
            state.withLock { state in
                state.looks += 1
                state.latest = max(state.latest, words[1])
                if words[0] > state.latest { state.early.append("due at \(words[0]), and it was \(state.latest) at the latest") }
            }
        }
        await Arena.pass(100)
    }

    /// Looks until nothing waits any more.
    func look(until limit: Duration) async throws {
        let deadline = SystemClock().monotonic + limit
        while SystemClock().monotonic < deadline {
            try await look()
            let open = try? arena.ask("SELECT count(*) FROM messaging.message WHERE state IN ('scheduled', 'queued', 'sending')")
            if open == "0\n" { return }
        }
        throw Arena.NoAnswer(text: "not everything that was scheduled was sent in time")
    }
}
