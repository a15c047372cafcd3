import Contracts
import Core

/// Where requests wait for what becomes of their messages. Only a bell: whoever wakes reads the rows.
final class OutcomeBoard: Sendable {
    /// Names one waiting request.
    struct Waiter: Sendable, Hashable { fileprivate let number: UInt64 }

    private struct Entry {
        var undecided: Set<MessageID>
        var continuation: CheckedContinuation<Void, Never>?
        var isDone = false
    }

    private struct State {
        var next: UInt64 = 0
        var entries: [UInt64: Entry] = [:]
        var waiting: [MessageID: UInt64] = [:]
    }

    private let state = Lock(State())

    /// Starts to listen for the messages; must come before their rows are read.
    func open(for messages: [MessageID]) -> Waiter {
        state.withLock { state in
            state.next += 1
            state.entries[state.next] = Entry(undecided: Set(messages))
            for message in messages {
                state.waiting[message] = state.next
            }
            return Waiter(number: state.next)
        }
    }

    /// Returns when all of the waiter's messages are decided, or when it expired.
    func wait(_ waiter: Waiter) async {
        await withCheckedContinuation { continuation in
            let isDone = state.withLock { state in
                guard let entry = state.entries[waiter.number], !entry.isDone, !entry.undecided.isEmpty else { return true }
                state.entries[waiter.number]?.continuation = continuation
                return false
            }
            if isDone { continuation.resume() }
        }
    }

    /// These messages are decided, and their rows say so.
    func settle(_ messages: [MessageID]) {
        let ready = state.withLock { state in
            var ready: [CheckedContinuation<Void, Never>] = []
            guard !state.waiting.isEmpty else { return ready }
            for message in messages {
                guard let number = state.waiting.removeValue(forKey: message) else { continue }
                state.entries[number]?.undecided.remove(message)
                guard state.entries[number]?.undecided.isEmpty == true else { continue }
                if let continuation = state.entries[number]?.continuation { ready.append(continuation) }
                state.entries[number]?.continuation = nil
            }
            return ready
        }
        for continuation in ready {
            continuation.resume()
        }
    }

    /// The waiter's time is up.
    func expire(_ waiter: Waiter) {
        let continuation = state.withLock { state in
            state.entries[waiter.number]?.isDone = true
            let continuation = state.entries[waiter.number]?.continuation
            state.entries[waiter.number]?.continuation = nil
            return continuation
        }
        continuation?.resume()
    }

    /// Forgets the waiter.
    func close(_ waiter: Waiter) {
        state.withLock { state in
            guard let entry = state.entries.removeValue(forKey: waiter.number) else { return }
            for message in entry.undecided where state.waiting[message] == waiter.number {
                state.waiting[message] = nil
            }
        }
    }
}
