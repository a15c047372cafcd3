import Dispatch
import Foundation

/// Ctrl-C and its kin, held off from ourselves while something we started winds down.
enum Interrupts {
    static let signals = [SIGINT, SIGTERM, SIGHUP]

    /// Waits for `child`; each signal that we get is passed on to it. Ends when it has ended, with its status.
    static func passOn(to child: Child) -> Int32 {
        let sources = signals.map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            let process = child.process
            source.setEventHandler { kill(process, SIGTERM) }
            source.resume()
            return source
        }
        defer { for source in sources { source.cancel() } }
        return child.wait()
    }
}
