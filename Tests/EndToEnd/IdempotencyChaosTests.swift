import Core
import Database
import Foundation
import TestSupport
import Testing

/// Promise R3 under kills at random: many identical requests at the same moment, over and over until they are answered, while the program dies again
/// and again. By hand, as it is asked of a release:
/// `IDEMPOTENCY_KEYS=1000 IDEMPOTENCY_PARALLEL=50 IDEMPOTENCY_KILLS=40 swift test --filter IdempotencyChaosTests`.
@Suite(.serialized) struct IdempotencyChaosTests {
    private static func number(_ name: String, else usual: Int) -> Int { ProcessInfo.processInfo.environment[name].flatMap { Int($0) } ?? usual }
    /// How many keys are under way at the same time.
    private static let width = 4
    /// How long a request may be repeated until it is answered.
    private static let patience: Duration = .seconds(120)

    @Test func `whatever is killed when, a key has one effect and one answer`() async throws {
        let (keys, parallel, kills) = (
            Self.number("IDEMPOTENCY_KEYS", else: 24), Self.number("IDEMPOTENCY_PARALLEL", else: 8), Self.number("IDEMPOTENCY_KILLS", else: 4)
        )
        try await Stage.with { stage in
            try await stage.database.script(
                """
                UPDATE billing.subscription SET overrides = overrides
                    || '{"requests_per_second": "unlimited", "messages_per_day": "unlimited", "max_keys": "unlimited"}'
                """)
            let port = Herald.freePort()
            var herald = try await Herald(in: stage.folder, stage.settings, port: port)
            _ = try await stage.tenant(of: herald).linkedInstance()
            let tenant = stage.tenant(of: herald)
            let asked = Asked()
            let work = Task {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for lane in 0..<Self.width {
                        group.addTask {
                            for number in stride(from: lane, to: keys, by: Self.width) {
                                try await Self.ask(Order(number: number), parallel, of: tenant, asked)
                            }
                        }
                    }
                    try await group.waitForAll()
                }
            }
            for kill in 0..<kills {
                // Wherever it is then.
                let passed = (kill + 1) * keys / (kills + 1)
                try await eventually("a share of the keys is answered", within: .seconds(600)) { asked.count >= passed }
                herald.kill()
                herald = try await Herald(in: stage.folder, stage.settings, port: port)
            }
            try await work.value
            print("idempotency chaos: \(keys) keys, \(parallel) requests each, \(kills) kills: \(asked.summary)")
            #expect(asked.differing == [], "answered in two ways")
            let acts = try await Self.effects(in: stage)
            for number in 0..<keys {
                let order = Order(number: number)
                #expect(acts[order.mark] == 1, "\(order.mark) has \(acts[order.mark] ?? 0) effects")
            }
            #expect(herald.terminate() == 0)
        }
    }

    @Test func `two processes that are asked at the same moment have one effect and one answer`() async throws {
        try await Stage.with { stage in
            try await stage.database.script(
                """
                UPDATE billing.subscription SET overrides = overrides || '{"requests_per_second": "unlimited"}'
                """)
            let processes = [try await stage.start(), try await stage.start()]
            let tenants = processes.map { stage.tenant(of: $0) }
            _ = try await tenants[0].linkedInstance()
            let asked = Asked()
            for number in 0..<20 {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for tenant in tenants { group.addTask { try await Self.ask(Order(number: number), 6, of: tenant, asked) } }
                    try await group.waitForAll()
                }
            }
            #expect(asked.differing == [], "answered in two ways")
            let acts = try await Self.effects(in: stage)
            for number in 0..<20 {
                let order = Order(number: number)
                #expect(acts[order.mark] == 1, "\(order.mark) has \(acts[order.mark] ?? 0) effects")
            }
            for herald in processes { #expect(herald.terminate() == 0) }
        }
    }

    /// Sends the same request many times at the same moment, each until it is answered.
    private static func ask(_ order: Order, _ parallel: Int, of tenant: TestTenant, _ asked: Asked) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<parallel {
                group.addTask {
                    try await eventually("\(order.mark) is answered", within: patience) {
                        // Nobody may be there to answer: then it is asked again.
                        guard
                            let answer = try? await tenant.client.call(
                                "POST", order.path, key: tenant.key, order.body, headers: [("Idempotency-Key", order.mark)])
                        else { return false }
                        guard (200..<300).contains(answer.status) else {
                            asked.refuse(answer.status)
                            return false
                        }
                        asked.note(order.mark, answer)
                        return true
                    }
                }
            }
            try await group.waitForAll()
        }
        asked.finish()
    }

    /// How many effects each order had.
    private static func effects(in stage: Stage) async throws -> [String: Int] {
        let found = try await Administration.rows(
            """
            SELECT content ->> 'text' FROM messaging.message WHERE direction = 'out'
            UNION ALL SELECT name FROM auth.api_key UNION ALL SELECT name FROM campaigns.contact
            """, on: stage.database.owner
        ) { row in try row.next(String?.self) }
        return Dictionary(found.compactMap { $0.map { ($0, 1) } }, uniquingKeysWith: +)
    }

    /// One thing that is asked for.
    private struct Order: Sendable {
        let number: Int
        /// Its key, and what can be found of its effect.
        var mark: String { "order \(number)" }

        private var recipient: String { "2547" + String(10_000_000 + number * 10 + 9) }

        var path: String {
            switch number % 5 {
            case 0, 1: "/v1/messages"
            case 2: "/send-message"
            case 3: "/v1/keys"
            default: "/v1/contacts"
            }
        }

        var body: JSON {
            switch number % 5 {
            case 0: ["to": .string(recipient), "type": "text", "text": .string(mark)]
            case 1: ["to": .string(recipient), "type": "text", "text": .string(mark), "send_at": "2027-06-01T00:00:00Z"]
            case 2: ["recipients": [.string(recipient)], "type": "text", "text": .string(mark)]
            case 3: ["name": .string(mark)]
            default: ["number": .string(recipient), "name": .string(mark)]
            }
        }
    }
}

/// What was answered so far.
private final class Asked: Sendable {
    private struct State {
        var answers: [String: [UInt8]] = [:]
        var replays = 0
        var answered = 0
        var refusals: [Int: Int] = [:]
        var finished = 0
        var differing: Set<String> = []
    }

    private let state = Lock(State())

    var count: Int { state.withLock { $0.finished } }
    var differing: Set<String> { state.withLock { $0.differing } }
    var summary: String {
        state.withLock { "\($0.answered) answers, \($0.replays) of them replays, \($0.differing.count) differing; refused: \($0.refusals)" }
    }

    func note(_ mark: String, _ answer: TestAnswer) {
        state.withLock { state in
            state.answered += 1
            if answer.header("Idempotent-Replay") == "true" { state.replays += 1 }
            if let before = state.answers[mark], before != answer.body { state.differing.insert(mark) }
            state.answers[mark] = answer.body
        }
    }

    func refuse(_ status: Int) { state.withLock { $0.refusals[status, default: 0] += 1 } }

    func finish() { state.withLock { $0.finished += 1 } }
}
