import Contracts
import Core

/// How instances stand, in memory: a lock and a look-up for what is known, one question to the database for what is not, whoever asks.
final class Standings: Sendable {
    struct Question: Sendable, Hashable {
        let viewer: Viewer
        let named: InstanceID?
    }

    enum Answer: Sendable, Hashable {
        case one(InstanceStanding)
        case none
        case several
    }

    /// How long an answer is good for.
    static let lifetime: Duration = .seconds(1)
    /// After how long an answer that is asked for is renewed beside, so that nobody who asks all the time ever waits.
    static let renewal: Duration = .milliseconds(500)
    /// How many answers are kept; beyond it all are forgotten.
    static let limit = 100_000

    private struct Entry {
        let answer: Answer
        /// When the question was asked, on the monotonic clock.
        let asked: Duration
    }

    /// A question on its way to the database, and who waits for its answer.
    private final class Inquiry: Sendable {
        let waiters: Lock<[CheckedContinuation<Answer, any Error>]> = Lock([])
    }

    private struct State {
        var entries: [TenantID: [Question: Entry]] = [:]
        var count = 0
        var inquiries: [Question: Inquiry] = [:]
        /// When a bell last said that something has changed somewhere.
        var rung: Duration?
    }

    private enum Step {
        case take(Answer, renewing: Inquiry?)
        case ask
    }

    private let state = Lock(State())
    private let clock: any Clock
    private let misses: Counter

    init(clock: any Clock, metrics: Metrics) {
        self.clock = clock
        misses = metrics.counter("herald_instances_looked_up_total", "Questions for an instance that memory could not answer.")
    }

    /// The answer to the question, from `load` unless it is known.
    func answer(_ question: Question, load: @escaping @Sendable () async throws -> Answer) async throws -> Answer {
        let now = clock.monotonic
        let step = state.withLock { state -> Step in
            guard let entry = state.entries[question.viewer.tenant]?[question], now - entry.asked < Self.lifetime else { return .ask }
            let isDue = now - entry.asked >= Self.renewal || state.rung.map { entry.asked <= $0 } == true
            guard isDue, state.inquiries[question] == nil else { return .take(entry.answer, renewing: nil) }
            let inquiry = Inquiry()
            state.inquiries[question] = inquiry
            return .take(entry.answer, renewing: inquiry)
        }
        switch step {
        case .take(let answer, let inquiry):
            if let inquiry { ask(question, inquiry, since: now, load) }
            return answer
        case .ask:
            misses.add()
            return try await withCheckedThrowingContinuation { continuation in
                let (inquiry, isNew) = state.withLock { state in
                    if let known = state.inquiries[question] {
                        known.waiters.withLock { $0.append(continuation) }
                        return (known, false)
                    }
                    let inquiry = Inquiry()
                    inquiry.waiters.withLock { $0.append(continuation) }
                    state.inquiries[question] = inquiry
                    return (inquiry, true)
                }
                if isNew { ask(question, inquiry, since: now, load) }
            }
        }
    }

    /// Forgets what is known of a tenant's instances, and what was asked before now.
    func forget(_ tenant: TenantID) {
        state.withLock { state in
            state.count -= state.entries.removeValue(forKey: tenant)?.count ?? 0
            // Who waits for them asked before the change and may have the old answer; whoever asks from now on may not.
            for question in state.inquiries.keys.filter({ $0.viewer.tenant == tenant }) { state.inquiries[question] = nil }
        }
    }

    /// Something has changed somewhere: what is known is renewed when it is next asked for.
    func ring() {
        let now = clock.monotonic
        state.withLock { $0.rung = now }
    }

    /// In a task of its own: that one who asked goes away must not take the answer from the others.
    private func ask(_ question: Question, _ inquiry: Inquiry, since asked: Duration, _ load: @escaping @Sendable () async throws -> Answer) {
        Task {
            do {
                let answer = try await load()
                finish(question, inquiry, with: Entry(answer: answer, asked: asked))
                for waiter in inquiry.waiters.withLock({ $0 }) { waiter.resume(returning: answer) }
            } catch {
                finish(question, inquiry, with: nil)
                for waiter in inquiry.waiters.withLock({ $0 }) { waiter.resume(throwing: error) }
            }
        }
    }

    /// From here on nobody joins the inquiry; its answer is kept unless something has changed meanwhile.
    private func finish(_ question: Question, _ inquiry: Inquiry, with entry: Entry?) {
        state.withLock { state in
            guard state.inquiries[question] === inquiry else { return }
            state.inquiries[question] = nil
            // An id that is nobody's is not kept: there is no end of those.
            guard let entry, question.named == nil || entry.answer != .none else { return }
            if state.count >= Self.limit { (state.entries, state.count) = ([:], 0) }
            if state.entries[question.viewer.tenant, default: [:]].updateValue(entry, forKey: question) == nil { state.count += 1 }
        }
    }
}
