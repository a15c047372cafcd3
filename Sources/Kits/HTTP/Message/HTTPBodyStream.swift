import Core

/// Carries a request's content from the connection that receives it to the handler that reads it, with a bound on what is in between.
final class HTTPBodyStream: Sendable {
    /// What the connection is told, on whatever thread the reader is.
    enum Demand: Sendable {
        /// The reader has asked for the first time.
        case begun
        /// The reader has taken what was there.
        case drained
    }

    private struct State {
        var parts: [UInt8] = []
        var ending: Result<Void, HTTPBodyError>?
        var reader: CheckedContinuation<Void, Never>?
        var hasBegun = false
        var isCancelled = false
        var observer: (@Sendable ([UInt8]) -> Void)?
    }

    /// The length that the request announced; nil when it is chunked.
    let length: Int?
    private let state: Lock<State> = Lock(State())
    private let onDemand: @Sendable (Demand) -> Void

    init(length: Int?, onDemand: @escaping @Sendable (Demand) -> Void) {
        self.length = length
        self.onDemand = onDemand
    }

    // MARK: The connection's side

    /// Hands bytes over and says how many wait to be read now.
    func push(_ bytes: some Sequence<UInt8>) -> Int {
        let (waiting, reader) = state.withLock { state in
            state.parts.append(contentsOf: bytes)
            return (state.parts.count, state.reader.take())
        }
        reader?.resume()
        return waiting
    }

    /// Says that nothing comes any more, and why. The first ending holds.
    func end(_ ending: Result<Void, HTTPBodyError>) {
        let reader = state.withLock { state in
            if state.ending == nil { state.ending = ending }
            return state.reader.take()
        }
        reader?.resume()
    }

    // MARK: The reader's side

    func next() async throws(HTTPBodyError) -> [UInt8]? {
        while true {
            let (step, isFirst, observer) = state.withLock { state in
                defer { state.hasBegun = true }
                return (Self.step(&state), !state.hasBegun, state.observer)
            }
            if isFirst { onDemand(.begun) }
            switch step {
            case .part(let bytes):
                onDemand(.drained)
                observer?(bytes)
                return bytes
            case .end(let ending):
                try ending.get()
                return nil
            case .wait:
                await wait()
            }
        }
    }

    /// Has `look` see each part before its reader does.
    func observe(_ look: @escaping @Sendable ([UInt8]) -> Void) { state.withLock { $0.observer = look } }

    private enum Step {
        case part([UInt8])
        case end(Result<Void, HTTPBodyError>)
        case wait
    }

    private static func step(_ state: inout State) -> Step {
        if !state.parts.isEmpty {
            defer { state.parts = [] }
            return .part(state.parts)
        }
        if let ending = state.ending { return .end(ending) }
        return state.isCancelled ? .end(.failure(.disconnected)) : .wait
    }

    private func wait() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isReady = state.withLock { state in
                    if !state.parts.isEmpty || state.ending != nil || state.isCancelled { return true }
                    state.reader = continuation
                    return false
                }
                if isReady { continuation.resume() }
            }
        } onCancel: {
            let reader = state.withLock { state in
                state.isCancelled = true
                return state.reader.take()
            }
            reader?.resume()
        }
    }
}
