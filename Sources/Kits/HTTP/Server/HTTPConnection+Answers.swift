import Core
import Net

/// From a handler to the socket.
extension HTTPConnection {
    /// Has a request answered: at once if the responder can, otherwise by a task on this loop.
    func dispatch(_ request: HTTPRequest, _ rules: HTTPAnswerHead.Rules, exchange known: HTTPExchange?) {
        shard.metrics.requests.add()
        if let response = shard.responder.answerAtOnce(request) {
            switch response.body {
            case .stream, .sized: break
            case .none, .bytes:
                if let known { return complete(known, with: response) }
                return append(response, rules)
            }
        }
        let exchange = known ?? HTTPExchange(head: HTTPRequestHead(), headBytes: [], rules: rules, received: request.received)
        if known == nil {
            exchange.isContentComplete = true
            self.exchange = exchange
            phase = .answering
        }
        exchange.task = Task(executorPreference: loop) { [self] in
            let response = await shard.responder.respond(to: request)
            await answer(exchange, with: response)
        }
    }

    private func answer(_ exchange: HTTPExchange, with response: HTTPResponse) async {
        // Refused meanwhile, or the peer is gone.
        guard self.exchange === exchange else { return }
        guard !exchange.rules.isHead, !HTTPAnswerHead.isWithoutContent(response.status) else { return complete(exchange, with: response) }
        switch response.body {
        case .none, .bytes: complete(exchange, with: response)
        case .stream(let writing): await stream(writing, response, exchange, exchange.rules.isOld ? .close : .chunked)
        case .sized(let count, let writing):
            exchange.promised = count
            await stream(writing, response, exchange, .length(count))
        }
    }

    private func complete(_ exchange: HTTPExchange, with response: HTTPResponse) {
        prepare(exchange)
        append(response, exchange.rules)
        end(exchange)
    }

    /// Content that nobody has read stands between us and the next request: after the answer the connection closes.
    private func prepare(_ exchange: HTTPExchange) {
        if !exchange.isContentComplete { exchange.rules.keepsAlive = false }
    }

    private func end(_ exchange: HTTPExchange) {
        exchange.stream?.end(.failure(.disconnected))
        self.exchange = nil
        guard phase != .closing else { return }
        phase = .head
        advance()
    }

    /// Puts a whole answer into the output.
    private func append(_ response: HTTPResponse, _ rules: HTTPAnswerHead.Rules) {
        var content: [UInt8] = []
        if case .bytes(let bytes) = response.body { content = bytes }
        var length = content.count
        // The answer to HEAD tells the length of the content that it leaves out.
        if case .sized(let count, _) = response.body { length = count }
        let isWithoutContent = HTTPAnswerHead.isWithoutContent(response.status)
        appendHead(response, rules, isWithoutContent ? .none : .length(length))
        if !rules.isHead, !isWithoutContent { output.append(contentsOf: content) }
        outputHasGrown()
        phaseBegan = loop.turnTime
        if !rules.keepsAlive || shard.isDraining { finish() }
    }

    private func appendHead(_ response: HTTPResponse, _ rules: HTTPAnswerHead.Rules, _ ending: HTTPAnswerHead.Ending) {
        if output.isEmpty { output = shard.pool.takeOutput() }
        var rules = rules
        if shard.isDraining { rules.keepsAlive = false }
        shard.date.refresh(at: loop.turnTime)
        HTTPAnswerHead.append(
            status: response.status, fields: response.fields, ending: ending, rules: rules, date: shard.date.bytes, to: &output)
    }

    // MARK: Answers without a known end

    private func stream(
        _ writing: HTTPStreamWriting, _ response: HTTPResponse, _ exchange: HTTPExchange, _ ending: HTTPAnswerHead.Ending
    ) async {
        prepare(exchange)
        if case .close = ending { exchange.rules.keepsAlive = false }
        appendHead(response, exchange.rules, ending)
        outputHasGrown()
        exchange.isStreaming = true
        if shard.isDraining || isInputEnded { exchange.task?.cancel() }
        let writer = HTTPStreamWriter { [self] bytes throws(HTTPStreamError) in try await write(bytes, to: exchange) }
        var isWhole = true
        do {
            try await writing(writer)
        } catch {
            isWhole = Task.isCancelled
        }
        if let missing = exchange.promised { isWhole = missing == 0 }
        guard self.exchange === exchange else { return }
        // An answer that broke off must not look like one that ended.
        guard isWhole else { return close() }
        if case .chunked = ending { output.append("0\r\n\r\n") }
        outputHasGrown()
        phaseBegan = loop.turnTime
        if !exchange.rules.keepsAlive || shard.isDraining { finish() }
        end(exchange)
    }

    private func write(_ bytes: [UInt8], to exchange: HTTPExchange) async throws(HTTPStreamError) {
        let isOpen = await withCheckedContinuation { continuation in
            if loop.isCurrent {
                append(bytes, to: exchange, continuation)
            } else {
                loop.execute { [self] in append(bytes, to: exchange, continuation) }
            }
        }
        guard isOpen else { throw .disconnected }
    }

    private func append(_ bytes: [UInt8], to exchange: HTTPExchange, _ continuation: CheckedContinuation<Bool, Never>) {
        guard self.exchange === exchange else { return continuation.resume(returning: false) }
        if let promised = exchange.promised {
            guard bytes.count <= promised else { return continuation.resume(returning: false) }
            exchange.promised = promised - bytes.count
            output.append(contentsOf: bytes)
        } else if exchange.rules.isOld {
            output.append(contentsOf: bytes)
        } else {
            output.append(contentsOf: String(bytes.count, radix: 16).utf8)
            output.append("\r\n")
            output.append(contentsOf: bytes)
            output.append("\r\n")
        }
        outputHasGrown()
        if pending < limits.outputWindow { continuation.resume(returning: true) } else { exchange.writers.append(continuation) }
    }

    // MARK: Refusals

    /// Answers an error of the protocol and closes: after it nobody knows where the next request would begin.
    func refuse(
        _ reason: HTTPRefusal.Reason, request: HTTPRequest? = nil, rules: HTTPAnswerHead.Rules? = nil, telling error: HTTPBodyError? = nil
    ) {
        shard.metrics.countRefusal(reason)
        let exchange = exchange
        self.exchange = nil
        exchange?.abandon(error ?? reason.bodyError(limits))
        // Half an answer is out already: nothing can be added to it.
        if exchange?.isStreaming == true { return close() }
        var rules = rules ?? exchange?.rules ?? HTTPAnswerHead.Rules()
        rules.keepsAlive = false
        append(shard.responder.refuse(HTTPRefusal(reason, request: request)), rules)
    }
}

extension HTTPRefusal.Reason {
    fileprivate func bodyError(_ limits: borrowing HTTPLimits) -> HTTPBodyError {
        switch self {
        case .contentTooLarge: .tooLarge(limit: limits.bodyBytes)
        case .timedOut: .timedOut
        default: .malformed
        }
    }
}
