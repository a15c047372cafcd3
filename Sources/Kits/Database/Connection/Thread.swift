import CLinux
import Core
import Glibc

/// A thread of our own, for what must block.
enum Thread {
    /// Runs `body` on a new detached thread. `name` is cut to the fifteen bytes that Linux keeps.
    static func start(name: String, _ body: @escaping @Sendable () -> Void) {
        let context = Unmanaged.passRetained(ThreadBody(name: name, run: body)).toOpaque()
        var thread = pthread_t()
        let outcome = pthread_create(&thread, nil, enterThread, context)
        precondition(outcome == 0, "pthread_create failed: the machine allows no more threads")
        pthread_detach(thread)
    }
}

private final class ThreadBody: Sendable {
    let name: String
    let run: @Sendable () -> Void

    init(name: String, run: @escaping @Sendable () -> Void) {
        self.name = name
        self.run = run
    }
}

private func enterThread(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let context else { return nil }
    let body = Unmanaged<ThreadBody>.fromOpaque(context).takeRetainedValue()
    _ = herald_name_thread(body.name)
    body.run()
    return nil
}
