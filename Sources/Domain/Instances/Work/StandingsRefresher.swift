import Core
import Database

/// Listens for changes that other processes made, so that what memory holds is renewed before its time.
final class StandingsRefresher: Service {
    let name = "instance standings"

    private let context: Instances.Context
    private let executor: (any TaskExecutor)?
    private let listener: Lock<Task<Void, Never>?> = Lock(nil)

    init(context: Instances.Context, executor: (any TaskExecutor)?) {
        self.context = context
        self.executor = executor
    }

    func start() async throws {
        let rings = context.doorbell.rings(Instances.changed)
        let standings = context.standings
        let task = Task(executorPreference: executor) {
            for await _ in rings { standings.ring() }
        }
        listener.withLock { $0 = task }
    }

    func stop() async {
        let task = listener.withLock { $0.take() }
        task?.cancel()
        await task?.value
    }
}
