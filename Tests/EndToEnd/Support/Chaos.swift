import Core
import Foundation
import Glibc
import TestSupport
import Testing

/// Many clients that send through every dialect while the server and its PostgreSQL are killed again and again.
final class Chaos: Sendable {
    static let clients = 8
    static let chatsOfEach = 6
    /// How long everything may take to be sent after the last client is done.
    static let drainLimit: Duration = .seconds(180)
    /// The same of a database that forgets.
    static let forgetfulDrainLimit: Duration = .seconds(20)
    /// How many sends are confirmed but not written when a kill of a database that forgets comes, at least.
    static let forgottenSends = 20
    /// Whom a kill meets.
    enum Victim: CaseIterable, Sendable { case server, database, both }

    private let arena: Arena
    let sends: Int
    let kills: Int
    let victims: [Victim]
    /// Whether PostgreSQL keeps what it confirms; where not, the check has something to find.
    let isDurable: Bool

    private let evidence = Lock(ChaosEvidence())
    private let isOver = Lock(false)

    init(in folder: Folder, sends: Int, kills: Int, victims: [Victim] = Victim.allCases, isDurable: Bool = true) {
        arena = Arena(in: folder)
        self.sends = sends
        self.kills = kills
        self.victims = victims
        self.isDurable = isDurable
    }

    /// Runs all of it, and answers what is true afterwards.
    func run() async throws -> ChaosEvidence {
        try await arena.start()
        let key = try await arena.tenant().key
        let client = arena.client
        if !isDurable {
            _ = try arena.ask("ALTER ROLE herald SET synchronous_commit = off")
            _ = try arena.ask("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'herald'")
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await self.kill() }
            group.addTask { try await self.watch() }
            try await withThrowingTaskGroup(of: Void.self) { senders in
                for number in 0..<Self.clients { senders.addTask { try await self.send(as: number, key: key, over: client) } }
                try await senders.waitForAll()
            }
            isOver.withLock { $0 = true }
            try await group.waitForAll()
        }
        return try await collect()
    }

    // MARK: Sending

    private var count: Int { evidence.withLock { $0.sends.count } }

    private func send(as number: Int, key: String, over client: TestClient) async throws {
        var chance = SystemRandomNumberGenerator()
        for place in 0..<(sends / Self.clients) {
            let chat = Int.random(in: 0..<Self.chatsOfEach, using: &chance)
            let send = ChaosSend(client: number, number: place, chat: "2547\(number)0000\(chat)99")
            let dialect = ChaosDialect.allCases[(place + number) % ChaosDialect.allCases.count]
            let outcome = await outcome(of: send, in: dialect, key: key, over: client)
            evidence.withLock { $0.sends.append((send, outcome)) }
            if case .accepted = outcome { continue }
            // What is sent to nobody proves nothing.
            for _ in 0..<200 {
                await pause()
                if (try? await client.call("GET", "/health/ready").status) == 200 { break }
            }
        }
    }

    private func outcome(of send: ChaosSend, in dialect: ChaosDialect, key: String, over client: TestClient) async -> ChaosOutcome {
        // No answer is an answer here: the server was killed.
        guard let answer = try? await dialect.send(send, key: key, over: client) else { return .unknown }
        return dialect.outcome(of: answer)
    }

    private func pause() async { await Arena.pass(50) }

    // MARK: Killing

    private func kill() async throws {
        for place in 0..<kills {
            // Spread over the sends, a little by chance.
            let mark = (place + 1) * sends / (kills + 1) + Int.random(in: 0...max(1, sends / (kills + 1) / 3))
            while count < mark, !isOver.withLock({ $0 }) { await pause() }
            if !isDurable { try await letForget() }
            switch victims[Int.random(in: 0..<victims.count)] {
            case .server: try await arena.killServer()
            case .database: try arena.killDatabase()
            case .both:
                try arena.killDatabase()
                try await arena.killServer()
            }
        }
    }

    /// Returns once PostgreSQL has confirmed sends that it has not written.
    private func letForget() async throws {
        // It may not be back from the last kill.
        try await eventually("PostgreSQL can be made to forget", within: .seconds(60)) { (try? self.arena.stopWriters()) != nil }
        let before = accepted
        while accepted < before + Self.forgottenSends, !isOver.withLock({ $0 }) { await pause() }
    }

    private var accepted: Int { evidence.withLock { evidence in evidence.sends.count { $0.outcome == .accepted } } }

    // MARK: Looking

    /// Looks at every message again and again while clients send.
    private func watch() async throws {
        let ranks = ["queued": 0, "sending": 0, "sent": 1, "delivered": 2, "read": 3, "failed": 4]
        var seen: [Substring: Int] = [:]
        while !isOver.withLock({ $0 }) {
            await Arena.pass(1000)
            // A database that was just killed shows nothing.
            guard let text = try? arena.ask("SELECT id, state FROM messaging.message WHERE direction = 'out'") else { continue }
            for line in text.split(separator: "\n") {
                let words = line.split(separator: " ")
                guard words.count == 2, let rank = ranks[String(words[1])] else { continue }
                if let before = seen[words[0]], before > rank {
                    evidence.withLock { $0.stepsBack.append("went back: \(words[0]) to \(words[1])") }
                }
                seen[words[0]] = rank
            }
        }
    }

    private func collect() async throws -> ChaosEvidence {
        do {
            try await arena.drain(within: isDurable ? Self.drainLimit : Self.forgetfulDrainLimit)
        } catch {
            // What was settled and forgotten is waited for by nobody any more: one more loss, and those are what is looked for.
            if isDurable { throw error }
        }
        let rows = try arena.ask(
            "SELECT content ->> 'text', split_part(chat, '@', 1), whatsapp_id, state FROM messaging.message WHERE direction = 'out'")
        var evidence = evidence.withLock { $0 }
        evidence.rows = rows.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }.filter { $0.count == 4 }.map {
            ChaosEvidence.Row(text: $0[0], chat: $0[1], whatsAppID: $0[2], state: $0[3])
        }
        evidence.journal = try arena.entries()
        if isDurable { evidence.faults = try arena.faults() }
        #expect(arena.terminate() == 0)
        return evidence
    }
}
