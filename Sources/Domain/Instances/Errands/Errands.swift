package import Contracts
import Core
import Database

extension Instances: SessionErrands {
    /// How long whoever asks waits for an answer.
    package static let errandPatience: Duration = .seconds(4)
    /// How many errands for one instance may wait at the same time.
    package static let errandLimit = 16
    /// How often an answer is looked for, however silent the bells are.
    static let errandPoll: Duration = .milliseconds(500)
    /// Rung when there is an errand to be done.
    static let errandAsked = Topic("instances.errand_asked")
    /// Rung when an errand was done.
    static let errandAnswered = Topic("instances.errand_answered")

    package func run<Asked: Errand>(_ errand: Asked, on instance: InstanceReference) async throws -> Asked.Answer {
        // Whoever does it must see what the request has done so far; and what WhatsApp has done is never done again for the same request.
        try await Undertaking.announce(on: context.database)
        return try await context.clock.within(Self.errandPatience) { [self] in
            if let hold = context.held.hold(of: instance), !hold.isLost { return try await hold.run(errand) }
            return try await send(errand, to: instance)
        }
    }

    /// Leaves it for the process that holds the session, and waits for as long as whoever asks does.
    private func send<Asked: Errand>(_ errand: Asked, to instance: InstanceReference) async throws -> Asked.Answer {
        let id: ErrandID = context.runtime.ids.next()
        let sealed = try await context.sealing.seal(errand.json.bytes, for: instance.tenant, context: Context.place(of: id))
        let answers = watch(context.doorbell.rings(Self.errandAnswered), every: Self.errandPoll)
        let now = context.clock.now
        try await context.database.write(as: instance.tenant) { tx in
            guard try ErrandStore.isWanted(instance, in: tx) else { throw SendFailure.notConnected }
            let waiting = ErrandStore.Waiting(id: id, instance: instance, kind: Asked.kind, sealed: sealed)
            guard try ErrandStore.insert(waiting, until: now + Self.errandPatience, at: now, limit: Self.errandLimit, in: tx) else {
                throw Problem.unavailable(retryAfter: 1)
            }
            tx.ring(Self.errandAsked)
        }
        for await _ in answers {
            let answer = try await context.database.write(as: instance.tenant) { tx -> [UInt8]? in
                guard let answer = try ErrandStore.answer(to: id, of: instance, in: tx) else { return nil }
                try ErrandStore.delete(id, of: instance, in: tx)
                return answer
            }
            guard let answer else { continue }
            let opened = try await context.sealing.open(answer, for: instance.tenant, context: Context.place(ofAnswerTo: id))
            switch try ErrandOutcome(json: JSONParser.parse(opened)) {
            case .answered(let answer): return try Asked.answer(from: answer)
            case .failed(let failure): throw failure
            }
        }
        throw CancellationError()
    }
}
