import Foundation

/// A program that was started.
final class Child {
    /// What a stopping program is given before it is killed.
    static let patience: TimeInterval = 30

    let process: pid_t
    private var status: Int32?

    init(_ process: pid_t) { self.process = process }

    /// Waits for its end: its status, or 128 and the signal's number, as shells count.
    func wait() -> Int32 {
        if let status { return status }
        var raw: Int32 = 0
        while waitpid(process, &raw, 0) < 0, errno == EINTR {}
        return keep(raw)
    }

    /// Waits for its end, at most so long, and then interrupts it.
    func wait(within limit: TimeInterval) -> Int32 {
        let deadline = Date().addingTimeInterval(limit)
        while ended() == nil, Date() < deadline {
            usleep(50_000)
        }
        if ended() == nil {
            signal(SIGINT)
            stop()
        }
        return wait()
    }

    /// Its status if it has ended.
    func ended() -> Int32? {
        if let status { return status }
        var raw: Int32 = 0
        return waitpid(process, &raw, WNOHANG) == process ? keep(raw) : nil
    }

    func signal(_ number: Int32) {
        if status == nil { kill(process, number) }
    }

    /// Asks it to end and waits; kills it where it does not.
    func stop() {
        signal(SIGTERM)
        let deadline = Date().addingTimeInterval(Self.patience)
        while ended() == nil {
            if Date() > deadline { signal(SIGKILL) }
            usleep(20_000)
        }
    }

    private func keep(_ raw: Int32) -> Int32 {
        let signal = raw & 0x7f
        let code = signal == 0 ? (raw >> 8) & 0xff : 128 + signal
        status = code
        return code
    }
}
