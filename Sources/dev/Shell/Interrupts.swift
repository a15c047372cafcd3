import Dispatch
import Foundation

/// Ctrl-C and its kin, held off from ourselves and passed on, each once, to a program in a process group of its own, so that we outlive it.
final class Interrupts {
    static let signals = [SIGINT, SIGTERM, SIGHUP]

    private let sources: [any DispatchSourceSignal]

    /// From now on `child` gets SIGTERM for each signal that we get.
    init(for child: Child) {
        let process = child.process
        sources = Self.signals.map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { kill(process, SIGTERM) }
            source.resume()
            return source
        }
    }

    deinit {
        for source in sources { source.cancel() }
        for number in Self.signals { signal(number, SIG_DFL) }
    }
}
