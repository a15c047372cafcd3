import Core
import Glibc

/// What is to be done when the test process ends in order, last things first.
enum AtExit {
    private static let actions: Lock<[@Sendable () -> Void]> = {
        atexit { AtExit.run() }
        return Lock([])
    }()

    static func add(_ action: @escaping @Sendable () -> Void) { actions.withLock { $0.append(action) } }

    private static func run() {
        for action in actions.withLock({ $0 }).reversed() { action() }
    }
}
