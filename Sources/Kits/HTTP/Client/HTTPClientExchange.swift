import Core

/// One request and its answer on one connection. Belongs to the connection's loop, except where it says otherwise.
final class HTTPClientExchange: @unchecked Sendable {
    /// Why there is no answer, and how far it went.
    struct Failure: Error {
        let reason: HTTPClientError
        /// How far the request had gone.
        let progress: Progress

        /// Whether another connection may be tried: always when nothing was sent, and when a repeatable request got no byte of an answer.
        func mayBeSentAgain(_ request: HTTPClientRequest) -> Bool {
            guard reason == .disconnected else { return false }
            switch progress {
            case .nothingSent: return true
            case .noAnswer: return request.isRepeatable
            case .answerBegun: return false
            }
        }
    }

    /// How far a request has gone.
    enum Progress { case nothingSent, noAnswer, answerBegun }

    let bytes: [UInt8]
    private let content: HTTPClientRequest.Content
    private let deadline: Duration
    private var parser: HTTPResponseParser
    /// Where the content goes that is wanted as it comes.
    let download: HTTPDownloadStream?
    private var timer: (any LoopTimer)?
    private var continuation: CheckedContinuation<Result<HTTPClientResponse, Failure>, Never>?
    private var isOver = false
    private var isCancelled = false
    /// Whether a byte of the request may have left.
    var hasSent = false
    /// Called when the exchange gives up on its own.
    var abandon: (() -> Void)?
    /// Called when the reader has caught up.
    var resume: (() -> Void)?

    init(_ request: HTTPClientRequest, bytes: [UInt8], deadline: Duration, limits: HTTPClientLimits) {
        self.bytes = bytes
        self.deadline = deadline
        content = request.content
        parser = HTTPResponseParser(request.method, content: request.content, limits: limits)
        if case .pieces = request.content { download = HTTPDownloadStream() } else { download = nil }
    }

    /// Starts with `begin` on the loop and waits for the outcome; from any thread.
    func run(on loop: any Loop, _ begin: @escaping @Sendable () -> Void) async throws(Failure) -> HTTPClientResponse {
        download?.onDemand = { [weak self] demand in
            guard let self else { return }
            loop.execute {
                switch demand {
                case .drained: self.resume?()
                case .abandoned: self.giveUp(.cancelled)
                }
            }
        }
        let outcome = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                loop.execute { self.start(on: loop, continuation, begin) }
            }
        } onCancel: {
            loop.execute { self.cancel() }
        }
        return try outcome.get()
    }

    private func start(
        on loop: any Loop, _ continuation: CheckedContinuation<Result<HTTPClientResponse, Failure>, Never>, _ begin: () -> Void
    ) {
        self.continuation = continuation
        timer = loop.schedule(after: deadline) { self.giveUp(.timedOut) }
        begin()
        if isCancelled { giveUp(.cancelled) }
    }

    private func cancel() {
        isCancelled = true
        // A cancellation may come before the start, which then sees it.
        if continuation != nil || parser.hasHead { giveUp(.cancelled) }
    }

    private func giveUp(_ reason: HTTPClientError) {
        guard !isOver else { return }
        let abandon = abandon
        fail(reason)
        abandon?()
    }

    /// Takes what the server sent; true when the answer, or as much of it as is wanted, is there. `complete()` follows then.
    func receive(_ plaintext: UnsafeRawBufferPointer) throws(HTTPClientError) -> Bool {
        do { try parser.feed(plaintext) } catch {
            deliver()
            throw error
        }
        deliver()
        return parser.isDone
    }

    /// Hands over what is wanted as it comes: the head first, then content.
    private func deliver() {
        guard let download, parser.hasHead else { return }
        let content = parser.takeContent()
        continuation?.resume(returning: .success(parser.response))
        continuation = nil
        if !content.isEmpty { download.push(content) }
    }

    /// Whether the reader of a download is behind, so that nothing more should be received.
    var isPaused: Bool { download?.isFull ?? false }

    /// The server has ended the connection. Throws when the answer is not complete; otherwise `complete()` follows.
    func end(isFarewell: Bool) throws(HTTPClientError) { try parser.end(isFarewell: isFarewell) }

    /// Hands the answer over.
    func complete() { settle(.success(parser.response)) }

    /// Whether any byte of an answer has come.
    var hasAnswer: Bool { parser.hasBegun }

    /// Whether the connection may be used again, once the exchange is over.
    var keepsConnection: Bool { download == nil && parser.keepsConnection }

    /// Ends the exchange without a complete answer. When only the first bytes of the content were wanted, the head is answer enough.
    func fail(_ reason: HTTPClientError) {
        guard !isOver else { return }
        if parser.hasHead, case .first = content, reason != .cancelled {
            settle(.success(parser.response))
        } else {
            let progress: Progress = parser.hasBegun ? .answerBegun : hasSent ? .noAnswer : .nothingSent
            settle(.failure(Failure(reason: reason, progress: progress)))
        }
    }

    private func settle(_ outcome: Result<HTTPClientResponse, Failure>) {
        guard !isOver else { return }
        isOver = true
        abandon = nil
        timer?.cancel()
        timer = nil
        resume = nil
        continuation?.resume(returning: outcome)
        continuation = nil
        download?.end(outcome.map { _ in }.mapError(\.reason))
    }
}
