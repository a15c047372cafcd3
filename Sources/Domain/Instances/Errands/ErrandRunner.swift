import Contracts
import Core
import Database

/// Does what other processes ask of the sessions that this one holds.
final class ErrandRunner: Service {
    let name = "errands"

    /// How many are done at the same time; the others wait where they are.
    static let width = 64
    /// How often errands are looked for, however silent the bells are.
    static let poll: Duration = .seconds(1)
    /// How long an errand that nobody waits for any more is kept.
    static let memory: Duration = .seconds(60)

    private let context: Instances.Context
    private let kinds: [String: any Errand.Type]
    private let executor: (any TaskExecutor)?
    private let running = Lock(0)
    private let worker: Lock<Worker?> = Lock(nil)

    init(context: Instances.Context, kinds: [any Errand.Type], executor: (any TaskExecutor)?) {
        self.context = context
        self.kinds = Dictionary(kinds.map { ($0.kind, $0) }) { first, _ in first }
        self.executor = executor
    }

    func start() async throws {
        let worker = Worker(
            name, doorbell: context.doorbell, topic: Instances.errandAsked, poll: Self.poll, executor: executor, runtime: context.runtime
        ) { [self] in try await turn() }
        self.worker.withLock { $0 = worker }
        try await worker.start()
    }

    /// Those under way go on; whoever asked hears of them if there is time.
    func stop() async { await worker.withLock { $0.take() }?.stop() }

    /// Takes what there is room for; each is done beside.
    private func turn() async throws -> Int {
        guard let holder = context.held.holder, !context.held.isEmpty else { return 0 }
        let room = running.withLock { Self.width - $0 }
        guard room > 0 else { return 0 }
        let now = context.clock.now
        let taken = try await context.database.system { tx in try ErrandStore.take(room, for: holder, at: now, in: tx) }
        running.withLock { $0 += taken.count }
        for errand in taken {
            Task(executorPreference: executor) { [self] in
                await run(errand)
                let wasFull = running.withLock { running in
                    running -= 1
                    return running == Self.width - 1
                }
                if wasFull { worker.withLock { $0 }?.nudge() }
            }
        }
        return taken.count
    }

    private func run(_ errand: ErrandStore.Waiting) async {
        do {
            let outcome = try await context.clock.within(Instances.errandPatience) { [self] () async throws -> ErrandOutcome in
                try await self.outcome(of: errand)
            }
            let sealed = try await context.sealing.seal(
                outcome.json.bytes, for: errand.instance.tenant, context: Instances.Context.place(ofAnswerTo: errand.id))
            try await context.database.write(as: errand.instance.tenant) { tx in
                try ErrandStore.answer(errand.id, of: errand.instance, with: sealed, in: tx)
                tx.ring(Instances.errandAnswered)
            }
        } catch {
            // Whoever asked is told that nobody answered.
            context.runtime.log.warning(
                "an errand was not done", ["kind": .string(errand.kind), "instance.id": .string(errand.instance.id.description)])
        }
    }

    private func outcome(of errand: ErrandStore.Waiting) async throws -> ErrandOutcome {
        guard let kind = kinds[errand.kind] else { return .failed(.unsupported) }
        let opened = try await context.sealing.open(
            errand.sealed, for: errand.instance.tenant, context: Instances.Context.place(of: errand.id))
        guard let hold = context.held.hold(of: errand.instance) else { return .failed(.notConnected) }
        return try await outcome(of: kind.init(json: JSONParser.parse(opened)), on: hold)
    }

    private func outcome<Asked: Errand>(of errand: Asked, on hold: Hold) async throws -> ErrandOutcome {
        do {
            return .answered(Asked.json(of: try await hold.run(errand)))
        } catch let failure as SendFailure {
            return .failed(failure)
        }
    }
}
