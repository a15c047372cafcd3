import Core
import Dispatch
import Glibc

/// The signals that end the server: SIGTERM and SIGINT.
struct TerminationSignals: Sendable {
    private let received: AsyncStream<Void>
    /// Kept so that they live as long as somebody may wait.
    private let sources: Lock<[any DispatchSourceSignal]>

    /// Takes the signals over from here on; the second one ends the process at once.
    init() {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        received = stream
        let queue = DispatchQueue(label: "signals")
        let count = Lock(0)
        let made = [SIGTERM, SIGINT].map { signal in
            // The source sees it all the same; the default action would end the process first.
            Glibc.signal(signal, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: signal, queue: queue)
            source.setEventHandler {
                let isFirst = count.withLock { count in
                    count += 1
                    return count == 1
                }
                if !isFirst { _exit(128 + signal) }
                continuation.yield()
            }
            source.resume()
            return source
        }
        sources = Lock(made)
    }

    /// Returns at the first signal.
    func termination() async {
        for await _ in received {
            return
        }
    }
}
