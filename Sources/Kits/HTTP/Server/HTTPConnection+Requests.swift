import Core
import Net

/// From a head to a handler: what becomes of the content in between.
extension HTTPConnection {
    /// Begins the request whose head stands at the start of the input.
    func begin(_ head: HTTPRequestHead) {
        let received = shard.clock.monotonic
        let bytes = input.take(head.end)
        let rules = HTTPAnswerHead.Rules(isHead: head.method == .head, isOld: head.isOld, keepsAlive: head.keepsAlive)
        switch head.framing {
        case .none, .length(0):
            dispatch(request(head, bytes, body: .empty, received), rules, exchange: nil)
        case .length(let length) where length > limits.bodyBytes:
            refuse(.contentTooLarge, request: request(head, bytes, body: .empty, received), rules: rules)
        case .length(let length) where length <= input.count && length <= limits.bufferedBodyBytes:
            dispatch(request(head, bytes, body: HTTPRequestBody(input.take(length)), received), rules, exchange: nil)
        case .length, .chunked:
            let exchange = HTTPExchange(head: head, headBytes: bytes, rules: rules, received: received)
            exchange.contentStart = loop.turnTime
            exchange.lastContent = loop.turnTime
            self.exchange = exchange
            phase = .content
            if exchange.remaining > limits.bufferedBodyBytes { startStream(exchange) }
        }
    }

    /// Takes content from the input; whether something changed that lets the connection go on.
    func takeContent() -> Bool {
        guard let exchange, exchange.pausedSince == nil else { return false }
        if !input.isEmpty {
            do {
                try receiveContent(exchange)
            } catch {
                refuse(error)
                return false
            }
        }
        if exchange.isContentComplete {
            completeContent(exchange)
            return true
        }
        // Whoever waits for 100 gets it when the handler asks for the content, so the handler must start before it.
        if exchange.owesContinue, exchange.stream == nil { startStream(exchange) }
        return false
    }

    private func receiveContent(_ exchange: HTTPExchange) throws(HTTPRefusal.Reason) {
        exchange.lastContent = loop.turnTime
        guard case .chunked = exchange.head.framing else {
            let count = min(input.count, exchange.remaining)
            exchange.remaining -= count
            exchange.isContentComplete = exchange.remaining == 0
            hand(0..<count, to: exchange)
            return input.drop(count)
        }
        let limits = limits
        var position = 0
        while exchange.pausedSince == nil {
            let step = try input.withSpan { bytes throws(HTTPRefusal.Reason) in
                try exchange.decoder.next(bytes, at: &position, limits: limits)
            }
            if case .data(let range) = step {
                hand(range, to: exchange)
                continue
            }
            if case .end = step { exchange.isContentComplete = true }
            break
        }
        input.drop(position)
    }

    private func hand(_ range: Range<Int>, to exchange: HTTPExchange) {
        exchange.contentCount += range.count
        guard let stream = exchange.stream else {
            exchange.content.append(contentsOf: input.slice(range))
            if exchange.content.count > limits.bufferedBodyBytes { startStream(exchange) }
            return
        }
        if stream.push(input.slice(range)) >= limits.bodyWindow, !exchange.isContentComplete { exchange.pausedSince = loop.turnTime }
    }

    private func completeContent(_ exchange: HTTPExchange) {
        phase = .answering
        exchange.owesContinue = false
        if let stream = exchange.stream { return stream.end(.success(())) }
        let content = exchange.content
        exchange.content = []
        dispatch(request(exchange.head, exchange.headBytes, body: HTTPRequestBody(content), exchange.received), exchange.rules, exchange: exchange)
    }

    /// Lets the handler start before the content is there.
    private func startStream(_ exchange: HTTPExchange) {
        var length: Int?
        if case .length(let announced) = exchange.head.framing { length = announced }
        let stream = HTTPBodyStream(length: length) { [weak self, weak exchange] demand in
            guard let self, let exchange else { return }
            loop.execute { self.meet(demand, of: exchange) }
        }
        exchange.stream = stream
        _ = stream.push(exchange.content)
        exchange.content = []
        dispatch(
            request(exchange.head, exchange.headBytes, body: HTTPRequestBody(stream), exchange.received), exchange.rules, exchange: exchange)
    }

    private func meet(_ demand: HTTPBodyStream.Demand, of exchange: HTTPExchange) {
        guard self.exchange === exchange, phase == .content else { return }
        switch demand {
        case .begun:
            guard exchange.owesContinue, !exchange.isStreaming else { return }
            exchange.owesContinue = false
            exchange.contentStart = loop.turnTime
            exchange.lastContent = loop.turnTime
            guard exchange.contentCount == 0, input.isEmpty else { return }
            output.append("HTTP/1.1 100 Continue\r\n\r\n")
            outputHasGrown()
            settle()
        case .drained:
            guard let since = exchange.pausedSince else { return }
            exchange.pausedSince = nil
            exchange.contentStart += loop.turnTime - since
            exchange.lastContent = loop.turnTime
            advance()
        }
    }

    private func request(_ head: HTTPRequestHead, _ bytes: [UInt8], body: HTTPRequestBody, _ received: Duration) -> HTTPRequest {
        HTTPRequest(
            method: head.method, head: bytes, target: head.target, fields: HTTPFields(received: bytes, entries: head.entries), body: body,
            peer: peer, received: received)
    }
}

extension HTTPExchange {
    /// When the content is too late, by its average rate and by its last pause; never while the delay is ours.
    func contentDeadline(_ limits: borrowing HTTPLimits) -> Int64 {
        guard pausedSince == nil, !owesContinue else { return .max }
        let earned = Int64(contentCount) * 1_000_000_000 / Int64(max(1, limits.bodyMinimumRate))
        return min(contentStart + limits.bodyGrace.inNanoseconds + earned, lastContent + limits.idleDeadline.inNanoseconds)
    }
}
