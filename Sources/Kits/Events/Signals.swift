import Core

/// Something that happened in this process and that somebody may be waiting for. A signal may only make something faster, never make it true:
/// it can be missed.
package protocol Signal: Sendable {
    /// What a signal is about: an instance, a batch. Listeners name it.
    associatedtype Subject: Hashable & Sendable
    /// What this one is about.
    var subject: Subject { get }
}

/// Passes signals to whoever listens in this process.
package final class Signals: Sendable {
    /// How many signals a slow listener has kept for it; older ones are dropped.
    package static let bufferLimit = 16
    /// How many listeners there may be; a further one hears nothing and must look instead.
    package static let listenersLimit = 50_000

    // Holds an `AnyHashable` of a subject, which is Sendable, though the compiler cannot see it any more.
    private struct Address: Hashable, @unchecked Sendable {
        let type: ObjectIdentifier
        let subject: AnyHashable
    }

    private struct State {
        var listeners: [Address: [UInt64: @Sendable (any Signal) -> Void]] = [:]
        var count = 0
        var made: UInt64 = 0
    }

    private let state = Lock(State())

    /// Starts without listeners.
    package init() {}

    /// Tells whoever listens to what the signal is about. Never waits.
    package func send<Sent: Signal>(_ signal: Sent) {
        let address = Address(type: ObjectIdentifier(Sent.self), subject: AnyHashable(signal.subject))
        let listeners = state.withLock { $0.listeners[address] }
        guard let listeners else { return }
        for listener in listeners.values { listener(signal) }
    }

    /// The signals of a type about `subject`, from now on; the newest sixteen are kept for a slow listener.
    package func listen<Heard: Signal>(_ type: Heard.Type, to subject: Heard.Subject) -> AsyncStream<Heard> {
        let (stream, continuation) = AsyncStream.makeStream(of: Heard.self, bufferingPolicy: .bufferingNewest(Self.bufferLimit))
        let address = Address(type: ObjectIdentifier(type), subject: AnyHashable(subject))
        let number = state.withLock { state -> UInt64? in
            guard state.count < Self.listenersLimit else { return nil }
            state.count += 1
            state.made += 1
            state.listeners[address, default: [:]][state.made] = { signal in
                if let signal = signal as? Heard { continuation.yield(signal) }
            }
            return state.made
        }
        guard let number else {
            continuation.finish()
            return stream
        }
        continuation.onTermination = { [weak self] _ in self?.forget(address, number) }
        return stream
    }

    private func forget(_ address: Address, _ number: UInt64) {
        state.withLock { state in
            guard state.listeners[address]?.removeValue(forKey: number) != nil else { return }
            state.count -= 1
            if state.listeners[address]?.isEmpty == true { state.listeners[address] = nil }
        }
    }
}
