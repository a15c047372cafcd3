import Core

/// Carries the content of an answer from the connection that receives it to its reader, with a bound on what is in between.
final class HTTPDownloadStream: @unchecked Sendable {
    /// What the connection is told, on whatever thread the reader is.
    enum Demand: Sendable {
        /// The reader has taken what was there.
        case drained
        /// The reader wants no more.
        case abandoned
    }

    /// What may wait for the reader, in bytes, before no more is received.
    static let window = 64 * 1024

    private struct State {
        var content: [UInt8] = []
        var ending: Result<Void, HTTPClientError>?
        var reader: CheckedContinuation<Void, Never>?
        var isCancelled = false
    }

    private let state = Lock(State())
    /// Set once, before anybody reads.
    var onDemand: @Sendable (Demand) -> Void = { _ in }

    // MARK: The connection's side

    func push(_ bytes: [UInt8]) {
        let reader = state.withLock { state in
            if state.content.isEmpty { state.content = bytes } else { state.content += bytes }
            return state.reader.take()
        }
        reader?.resume()
    }

    /// Says that nothing comes any more, and why. The first ending holds.
    func end(_ ending: Result<Void, HTTPClientError>) {
        let reader = state.withLock { state in
            if state.ending == nil { state.ending = ending }
            return state.reader.take()
        }
        reader?.resume()
    }

    var isFull: Bool { state.withLock { $0.content.count >= Self.window } }

    // MARK: The reader's side

    func next() async throws(HTTPClientError) -> [UInt8]? {
        while true {
            let (content, ending) = state.withLock { state in
                defer { state.content = [] }
                return (state.content, state.isCancelled ? .failure(.cancelled) : state.ending)
            }
            if !content.isEmpty {
                onDemand(.drained)
                return content
            }
            if let ending {
                try ending.get()
                return nil
            }
            await wait()
        }
    }

    /// Nobody reads any more.
    func abandon() { onDemand(.abandoned) }

    private func wait() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isReady = state.withLock { state in
                    if !state.content.isEmpty || state.ending != nil || state.isCancelled { return true }
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
