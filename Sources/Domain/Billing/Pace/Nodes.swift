import Core
import Database
import Synchronization

/// What a `NodeID` names: one process of Herald that serves.
enum NodeKind {}
typealias NodeID = ID<NodeKind>

/// How many processes serve on this database: each says every second that it lives, by a row of its own.
///
/// A row and not a bell: a bell may get lost, and every one that did would let more through than there is. Bells only make a process that comes
/// or goes known sooner. A process that cannot ask goes on with what it knew.
final class Nodes: Sendable {
    /// How often each says that it lives.
    static let beat: Duration = .seconds(1)
    /// How long it counts after it said so last.
    static let lifetime: Duration = .seconds(5)
    /// Rung when a process comes or goes.
    static let topic = Topic("billing.nodes")

    private let id: NodeID
    private let database: Database
    private let doorbell: Doorbell
    private let log: Log
    private let count: Count
    private let worker: Worker

    /// The number, apart from what keeps it up to date.
    private final class Count: Sendable {
        let value = Atomic<Int>(1)
        let gauge: Gauge

        init(_ gauge: Gauge) { self.gauge = gauge }

        func set(_ number: Int) {
            value.store(max(number, 1), ordering: .relaxed)
            gauge.set(max(number, 1))
        }
    }

    init(database: Database, doorbell: Doorbell, runtime: Runtime) {
        let id: NodeID = runtime.ids.next()
        let count = Count(runtime.metrics.gauge("herald_nodes", "Processes that serve on this database"))
        self.id = id
        self.database = database
        self.doorbell = doorbell
        self.count = count
        log = runtime.log
        worker = Worker("nodes", doorbell: doorbell, topic: Self.topic, poll: Self.beat, longestBackoff: Self.beat, runtime: runtime) {
            count.set(try await database.system { tx in try NodeStore.beat(id, lifetime: Self.lifetime, in: tx) })
            return 0
        }
    }

    /// This process's share of a rate that all of them keep together, rounded up: never none.
    func share(of rate: Int) -> Int {
        let nodes = count.value.load(ordering: .relaxed)
        return nodes == 1 ? rate : (rate + nodes - 1) / nodes
    }

    func start() async throws {
        let id = id
        count.set(try await database.system { tx in try NodeStore.beat(id, lifetime: Self.lifetime, in: tx) })
        doorbell.ring(Self.topic)
        try await worker.start()
    }

    func stop() async {
        await worker.stop()
        let id = id
        do {
            try await database.system { tx in try NodeStore.leave(id, in: tx) }
            doorbell.ring(Self.topic)
        } catch {
            log.info("the other processes learn by and by that this one is gone", ["error": .string(String(reflecting: error))])
        }
    }
}
