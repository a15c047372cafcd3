import Glibc
import Synchronization

/// The loops of a process, normally one per core.
package final class EventLoopGroup: Sendable {
    /// The loops, in a fixed order.
    package let loops: [EventLoop]
    private let turn = Atomic<Int>(0)

    /// Makes `count` loops, at least one; they run from `start()` on.
    package init(count: Int) {
        loops = (0..<max(1, count)).map { EventLoop(name: "loop-\($0)") }
    }

    /// How many processors this process may use.
    package static var processorCount: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

    /// Starts all loops.
    package func start() {
        for loop in loops {
            loop.start()
        }
    }

    /// Stops all loops and waits for their threads.
    package func stop() {
        for loop in loops {
            loop.stop()
        }
    }

    /// The loops one after the other, for spreading work.
    package func next() -> EventLoop {
        let ticket = turn.wrappingAdd(1, ordering: .relaxed).oldValue
        return loops[Int(UInt(bitPattern: ticket) % UInt(loops.count))]
    }
}
