import Core
import Glibc
import Net

/// One connection to a server, with TLS or without, that carries one exchange after the other. Belongs to its loop.
final class HTTPClientConnection: LoopHandler, @unchecked Sendable {
    private enum State { case new, dialing, handshaking, busy, idle, closed }

    /// How much is received in one go, in bytes.
    private static let receiveBytes = 16 * 1024
    /// How often a turn receives from one connection before it looks after the others.
    private static let receivesPerTurn = 16

    let key: HTTPClientPool.Key
    let loop: any Loop
    private let tls: TLSContext
    private let limits: HTTPClientLimits
    private let pool: HTTPClientPool
    private var state = State.new
    private var descriptor: Int32 = -1
    private var dialer: Dialer?
    private var session: TLSSession?
    private var outgoing: [UInt8] = []
    private var sentCount = 0
    private var interest: LoopInterest = .readable
    private var exchange: HTTPClientExchange?
    private var timer: (any LoopTimer)?
    /// Whether nothing is received because the reader of a download is behind.
    private var isPaused = false

    init(_ key: HTTPClientPool.Key, loop: any Loop, tls: TLSContext, limits: HTTPClientLimits, pool: HTTPClientPool) {
        self.key = key
        self.loop = loop
        self.tls = tls
        self.limits = limits
        self.pool = pool
    }

    // MARK: Exchanges

    /// Connects to one of the addresses, which have been checked, and carries the exchange.
    func open(_ addresses: [SocketAddress], for exchange: HTTPClientExchange) {
        guard case .new = state else { return exchange.fail(.cancelled) }
        take(exchange)
        state = .dialing
        // TLS counts too; the dialer alone may take as long, and then reports what it met.
        timer = loop.schedule(after: limits.connectDeadline) { self.fail(.connectTimedOut) }
        let dialer = Dialer(Array(addresses.prefix(limits.addressesTried)), on: loop, deadline: limits.connectDeadline) { self.dialed($0) }
        self.dialer = dialer
        dialer.start()
    }

    /// Carries one more exchange; fails it with `.disconnected` when the connection has died while it waited.
    func carry(_ exchange: HTTPClientExchange) {
        if case .idle = state { receive() }
        guard case .idle = state else { return exchange.fail(.disconnected) }
        timer?.cancel()
        timer = nil
        take(exchange)
        begin()
    }

    private func take(_ exchange: HTTPClientExchange) {
        self.exchange = exchange
        exchange.abandon = { [weak self] in self?.close() }
        exchange.resume = { [weak self] in self?.goOn() }
    }

    private func begin() {
        guard let exchange else { return close() }
        state = .busy
        send(exchange.bytes)
    }

    /// Ends the exchange under way for that reason, if there is one, and the connection.
    func fail(_ reason: HTTPClientError) {
        let exchange = exchange
        close()
        exchange?.fail(reason)
    }

    private func complete(_ exchange: HTTPClientExchange) {
        self.exchange = nil
        // Kept before the caller hears of it, so that the caller's next request finds it.
        if exchange.keepsConnection, sentCount == outgoing.count { keep() } else { close() }
        exchange.complete()
    }

    private func keep() {
        state = .idle
        guard pool.keep(self) else { return close() }
        timer = loop.schedule(after: limits.idleTime) {
            // A connection that was just taken is about to be used, and stays.
            if case .idle = self.state, self.pool.withdraw(self) { self.close() }
        }
    }

    // MARK: Connecting

    private func dialed(_ outcome: Result<Int32, DialError>) {
        dialer = nil
        switch outcome {
        case .success(let descriptor):
            self.descriptor = descriptor
            loop.watch(descriptor, for: interest, self)
            guard key.scheme == .https else { return connected() }
            state = .handshaking
            session = TLSSession(connectingTo: key.hostText, context: tls)
            shakeHands()
        case .failure(.timedOut): fail(.connectTimedOut)
        case .failure(.refused): fail(.connectionRefused)
        case .failure(.unreachable): fail(.unreachable)
        case .failure(.exhausted): fail(.overloaded)
        case .failure(.wrongPeer): fail(.addressNotAllowed)
        }
    }

    private func shakeHands() {
        guard let session else { return }
        do throws(TLSError) {
            let isDone = try session.handshake()
            flush()
            if isDone, case .handshaking = state { connected() }
        } catch {
            // The alert that says why goes out first.
            flush()
            fail(.tlsFailed(error))
        }
    }

    private func connected() {
        timer?.cancel()
        timer = nil
        begin()
    }

    // MARK: Bytes

    func ready(_ what: LoopInterest) {
        if what.contains(.writable) { flush() }
        if what.contains(.readable) { receive() }
    }

    private func send(_ bytes: [UInt8]) {
        if let session {
            do throws(TLSError) {
                try bytes.span.withUnsafeBytes { bytes throws(TLSError) in try session.write(bytes) }
            } catch { return fail(.tlsFailed(error)) }
        } else {
            outgoing = bytes
            sentCount = 0
        }
        flush()
    }

    private func flush() {
        session?.takeOutgoing(into: &outgoing)
        while sentCount < outgoing.count, descriptor >= 0 {
            let count = outgoing.withUnsafeBytes { bytes in
                Glibc.send(descriptor, bytes.baseAddress.map { $0 + sentCount }, bytes.count - sentCount, Int32(MSG_NOSIGNAL))
            }
            if count > 0 {
                sentCount += count
                if case .busy = state { exchange?.hasSent = true }
            } else if errno == EAGAIN {
                break
            } else if errno != EINTR {
                // The answer may already lie here: servers refuse a request and close before they have read it all.
                outgoing = []
                sentCount = 0
                receive()
                if case .closed = state { return }
                return fail(.disconnected)
            }
        }
        if sentCount == outgoing.count {
            outgoing.removeAll(keepingCapacity: false)
            sentCount = 0
        }
        wait(for: outgoing.isEmpty ? .readable : [.readable, .writable])
    }

    private func wait(for interest: LoopInterest) {
        guard descriptor >= 0, interest != self.interest else { return }
        self.interest = interest
        guard !isPaused else { return }
        loop.update(descriptor, for: interest)
    }

    /// The reader has caught up.
    private func goOn() {
        guard case .busy = state, isPaused, exchange?.isPaused == false else { return }
        isPaused = false
        loop.watch(descriptor, for: interest, self)
    }

    /// Not watched at all: a connection that the server has ended would report that again and again.
    private func pause() {
        guard !isPaused, descriptor >= 0 else { return }
        isPaused = true
        loop.unwatch(descriptor)
    }

    private func receive() {
        withUnsafeTemporaryAllocation(byteCount: Self.receiveBytes, alignment: 16) { buffer in
            for _ in 0..<Self.receivesPerTurn where descriptor >= 0 {
                if exchange?.isPaused == true { return pause() }
                let count = recv(descriptor, buffer.baseAddress, buffer.count, 0)
                if count > 0 {
                    take(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
                } else if count == 0 {
                    return ended(isFarewell: session == nil)
                } else if errno == EAGAIN {
                    return
                } else if errno != EINTR {
                    return ended(isFarewell: false)
                }
            }
        }
    }

    private func take(_ bytes: UnsafeRawBufferPointer) {
        guard let session else { return deliver(bytes) }
        session.receive(bytes)
        if case .handshaking = state { shakeHands() }
        guard session.isReady else { return }
        withUnsafeTemporaryAllocation(byteCount: Self.receiveBytes, alignment: 16) { plaintext in
            while descriptor >= 0 {
                do throws(TLSError) {
                    switch try session.read(into: plaintext) {
                    case .bytes(let count): deliver(UnsafeRawBufferPointer(rebasing: plaintext[..<count]))
                    case .starved: return flush()
                    case .ended: return ended(isFarewell: true)
                    }
                } catch {
                    return fail(exchange?.hasAnswer == true ? .disconnected : .tlsFailed(error))
                }
            }
        }
    }

    private func deliver(_ plaintext: UnsafeRawBufferPointer) {
        // Nobody has asked for anything, so this is no answer.
        guard case .busy = state, let exchange else { return close() }
        do throws(HTTPClientError) {
            if try exchange.receive(plaintext) { complete(exchange) }
        } catch { fail(error) }
    }

    private func ended(isFarewell: Bool) {
        switch state {
        case .handshaking: fail(.tlsFailed(.truncated))
        case .busy:
            guard let exchange else { return close() }
            do throws(HTTPClientError) {
                try exchange.end(isFarewell: isFarewell)
                complete(exchange)
            } catch { fail(error) }
        case .new, .dialing, .idle, .closed: close()
        }
    }

    private func close() {
        if case .closed = state { return }
        state = .closed
        exchange = nil
        timer?.cancel()
        timer = nil
        dialer?.cancel()
        dialer = nil
        pool.remove(self)
        guard descriptor >= 0 else { return }
        if let session, session.isReady {
            session.close()
            var farewell: [UInt8] = []
            session.takeOutgoing(into: &farewell)
            // A courtesy: when there is no room for it, the end of the connection must do.
            _ = farewell.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
        }
        loop.unwatch(descriptor)
        Glibc.close(descriptor)
        descriptor = -1
    }
}
