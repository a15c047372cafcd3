import Dispatch
import Glibc

/// The signals that end the server: SIGTERM and SIGINT.
final class TerminationSignals: Sendable {
    private let received: AsyncStream<Void>
    // Dispatch's sources may be used from any thread; they are only kept here so that they live.
    nonisolated(unsafe) private let sources: [any DispatchSourceSignal]

    /// Takes the signals over from here on; the second one ends the process at once.
    init() {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        received = stream
        let queue = DispatchQueue(label: "signals")
        let count = Count()
        sources = [SIGTERM, SIGINT].map { signal in
            // The source sees it all the same; the default action would end the process first.
            Glibc.signal(signal, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: signal, queue: queue)
            source.setEventHandler {
                if count.next() > 1 { _exit(128 + signal) }
                continuation.yield()
            }
            source.resume()
            return source
        }
    }

    /// Returns at the first signal.
    func termination() async {
        for await _ in received {
            return
        }
    }

    /// Only touched on the queue of the sources.
    private final class Count: @unchecked Sendable {
        private var value = 0

        func next() -> Int {
            value += 1
            return value
        }
    }
}
