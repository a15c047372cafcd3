import Core
import Net

/// One connection of a client: reads requests one after the other, has them answered, and sends the answers in that order.
///
/// Belongs to its loop's thread. Requests that arrive while one is being answered wait, unread, in the input buffer and then in the kernel.
final class HTTPConnection: LoopHandler, EventLoopFlusher, @unchecked Sendable {
    enum Phase {
        /// A head is awaited, or being received. To `content` or `answering`; after a refusal or the end of input to `closing`.
        case head
        /// The content of `exchange` is being received, and perhaps answered already. To `answering`, `head` or `closing`.
        case content
        /// `exchange` was received whole and is being answered. To `head` or `closing`.
        case answering
        /// The last answer is being sent; then what still comes is dropped for a while, so that no reset overtakes the answer. To `closed`.
        case closing
        /// The descriptor is gone.
        case closed
    }

    let shard: HTTPShard
    let peer: SocketAddress
    var transport: HTTPTransport
    var phase = Phase.head
    var parser = HTTPHeadParser()
    var exchange: HTTPExchange?

    var input = HTTPInput()
    /// The peer sends nothing any more; it may well still read.
    var isInputEnded = false
    private var interest: LoopInterest = .readable
    private var isAdvancing = false

    var output: [UInt8] = []
    var sent = 0
    /// The socket took less than we had.
    var isBlocked = false
    private var isDirty = false
    private var isHeldBack = false
    var hasEndedWriting = false
    private var drained = 0

    // Times are the loop's, in monotonic nanoseconds.
    /// When the present wait of the phase began.
    var phaseBegan: Int64
    /// When the first byte of the head came that is not complete yet.
    private var headBegan: Int64?
    /// When a blocked write last got anywhere.
    private var blockedSince: Int64 = 0
    private var deadline = HTTPDeadline()

    var loop: EventLoop { shard.loop }
    var limits: HTTPLimits { shard.limits }
    /// What waits to be sent.
    var pending: Int { output.count - sent }

    init(shard: HTTPShard, transport: HTTPTransport, peer: SocketAddress) {
        self.shard = shard
        self.transport = transport
        self.peer = peer
        phaseBegan = shard.loop.turnTime
    }

    func start() {
        loop.watch(transport.descriptor, for: interest, self)
        settle()
    }

    /// The server stops: what is idle closes, what has no end is told to come to one, what is at work finishes.
    func drain() {
        switch phase {
        case .head where !parser.hasBegun && input.isEmpty:
            // A request may have arrived in the meantime; it is the last one.
            receive()
            if phase == .head, !parser.hasBegun { if pending == 0 { close() } else { finish() } }
        case .content, .answering:
            guard let exchange, exchange.isStreaming else { return }
            exchange.task?.cancel()
            if isBlocked { close() }
        case .head, .closing, .closed: break
        }
    }

    func ready(_ what: LoopInterest) {
        let asked = interest.rawValue
        if what.rawValue & asked & LoopInterest.writable.rawValue != 0 { write() }
        guard phase != .closed, what.rawValue & LoopInterest.readable.rawValue != 0 else { return }
        // Only a connection that is broken both ways is told of unasked.
        if asked & LoopInterest.readable.rawValue != 0 { receive() } else { close() }
    }

    // MARK: Receiving

    private func receive() {
        switch transport.read(into: &input, pool: &shard.pool) {
        case .bytes(let count):
            if phase == .closing { drained += count }
            advance()
        case .wouldBlock:
            if transport.hasOutgoing { write() }
            settle()
        case .ended:
            isInputEnded = true
            advance()
        case .failed: close()
        }
    }

    /// Goes as far as the input allows. Not re-entrant: an answer given meanwhile is seen by the loop in here.
    func advance() {
        guard !isAdvancing else { return }
        isAdvancing = true
        while step() {}
        isAdvancing = false
        settle()
    }

    private func step() -> Bool {
        switch phase {
        case .head:
            isHeldBack = pending >= limits.outputWindow
            guard !isHeldBack else { return false }
            if parseHead() { return true }
            if isInputEnded, phase == .head { finish() }
            return false
        case .content:
            if takeContent() { return true }
            if isInputEnded, phase == .content, exchange?.pausedSince == nil { refuse(.malformed, telling: .disconnected) }
            return false
        case .answering:
            if isInputEnded, let exchange, exchange.isStreaming { exchange.task?.cancel() }
            return false
        case .closing:
            input.clear()
            if drained > limits.lingerBytes || (isInputEnded && hasEndedWriting) { close() }
            return false
        case .closed: return false
        }
    }

    private func parseHead() -> Bool {
        guard !input.isEmpty else { return false }
        do {
            let limits = limits
            guard let head = try input.withSpan({ bytes throws(HTTPRefusal.Reason) in try parser.parse(bytes, limits: limits) }) else {
                if headBegan == nil { headBegan = loop.turnTime }
                return false
            }
            parser = HTTPHeadParser()
            headBegan = nil
            begin(head)
            return true
        } catch {
            refuse(error)
            return false
        }
    }

    // MARK: Sending

    /// Has the output written when this turn's work is done.
    func outputHasGrown() {
        guard !isDirty, !isBlocked else { return }
        isDirty = true
        loop.flushAtEndOfTurn(self)
    }

    func flush() {
        isDirty = false
        if phase != .closed { write() }
    }

    private func write() {
        let wasBlocked = isBlocked
        isBlocked = false
        while sent < output.count || transport.hasOutgoing {
            switch transport.write(output, from: &sent) {
            case .bytes: if wasBlocked { blockedSince = loop.turnTime }
            case .wouldBlock:
                if !wasBlocked { blockedSince = loop.turnTime }
                isBlocked = true
                outputHasShrunk()
                return settle()
            case .ended, .failed: return close()
            }
        }
        sent = 0
        if !output.isEmpty { shard.pool.giveOutput(&output) }
        outputHasShrunk()
        if phase == .closing { endWriting() }
        if isHeldBack { advance() } else { settle() }
    }

    private func outputHasShrunk() {
        guard let exchange, !exchange.writers.isEmpty, pending < limits.outputWindow else { return }
        let writers = exchange.writers
        exchange.writers = []
        for writer in writers {
            writer.resume(returning: true)
        }
    }

    /// Sends what is there, then closes.
    func finish() {
        guard phase != .closing, phase != .closed else { return }
        phase = .closing
        input.clear()
        if pending == 0, !isBlocked { endWriting() }
    }

    private func endWriting() {
        guard !hasEndedWriting else { return }
        hasEndedWriting = true
        transport.endWriting()
        phaseBegan = loop.turnTime
        if isInputEnded { close() }
    }

    func close(throwingAway: Bool = false) {
        guard phase != .closed else { return }
        phase = .closed
        deadline.clear()
        loop.unwatch(transport.descriptor)
        shard.remove(transport.descriptor)
        if throwingAway { Socket.abort(transport.descriptor) } else { Socket.close(transport.descriptor) }
        input.clear()
        input.release(to: &shard.pool)
        let exchange = exchange
        self.exchange = nil
        exchange?.abandon(.disconnected)
    }

    // MARK: Waiting

    /// Adjusts buffers, what the loop watches, and the deadline to what has just happened.
    func settle() {
        guard phase != .closed else { return }
        input.release(to: &shard.pool)
        // On raw values, because the set's own operations are generic and this runs for every request.
        let wanted = (wantsInput ? LoopInterest.readable.rawValue : 0) | (isBlocked ? LoopInterest.writable.rawValue : 0)
        if wanted != interest.rawValue {
            interest = LoopInterest(rawValue: wanted)
            loop.update(transport.descriptor, for: interest)
        }
        deadline.set(nextDeadline, on: self)
    }

    private var wantsInput: Bool {
        guard !isInputEnded else { return false }
        switch phase {
        case .head: return !isHeldBack
        case .content: return exchange?.pausedSince == nil
        case .answering: return !input.isFull
        case .closing, .closed: return true
        }
    }

    private var nextDeadline: Int64 {
        let phaseDeadline: Int64
        switch phase {
        case .head:
            if let headBegan {
                phaseDeadline = headBegan + shard.waits.head
            } else if !transport.isReady {
                phaseDeadline = phaseBegan + shard.waits.handshake
            } else {
                phaseDeadline = phaseBegan + shard.waits.idle
            }
        case .content: phaseDeadline = exchange?.contentDeadline(limits) ?? .max
        case .closing where hasEndedWriting: phaseDeadline = phaseBegan + shard.waits.linger
        case .answering, .closing, .closed: phaseDeadline = .max
        }
        return isBlocked ? min(phaseDeadline, blockedSince + shard.waits.write) : phaseDeadline
    }

    func timerHasFired() {
        guard phase != .closed, deadline.hasPassed(on: self) else { return }
        expire()
        settle()
    }

    private func expire() {
        if isBlocked, loop.turnTime - blockedSince >= shard.waits.write { return close(throwingAway: true) }
        switch phase {
        case .head: if headBegan != nil { refuse(.timedOut) } else { close() }
        case .content: refuse(.timedOut)
        case .closing: close()
        case .answering, .closed: break
        }
    }
}
