import Net

/// The step between a connection's bytes and its socket: nothing, or TLS.
struct HTTPTransport {
    let descriptor: Int32
    private let session: TLSSession?
    /// Encrypted bytes that the socket has not taken yet.
    private var encrypted: [UInt8] = []
    private var sent = 0

    init(descriptor: Int32, tls: TLSContext?) {
        self.descriptor = descriptor
        session = tls.map { TLSSession(accepting: $0) }
    }

    /// Whether requests can be expected: at once, or when the handshake is done.
    var isReady: Bool { session?.isReady ?? true }

    /// Whether the step itself has something to send, whatever the connection has.
    var hasOutgoing: Bool { sent < encrypted.count }

    /// Reads once and appends what came to `input`. `wouldBlock` also says that what came was TLS's own.
    mutating func read(into input: inout HTTPInput, pool: inout HTTPBufferPool) -> Socket.Outcome {
        guard let session else {
            input.makeRoom(pool: &pool)
            var outcome = Socket.Outcome.wouldBlock
            let descriptor = descriptor
            input.fill { room in
                outcome = Socket.read(descriptor, into: room)
                if case .bytes(let count) = outcome { return count }
                return 0
            }
            return outcome
        }
        var raw = pool.takeInput()
        defer { pool.giveInput(&raw) }
        let outcome = raw.withUnsafeMutableBytes { Socket.read(descriptor, into: $0) }
        guard case .bytes(let count) = outcome else { return outcome }
        raw.withUnsafeBytes { session.receive(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
        defer { session.takeOutgoing(into: &encrypted) }
        do {
            guard try session.handshake() else { return .wouldBlock }
        } catch {
            return .failed
        }
        return decrypt(session, &input, &pool)
    }

    private func decrypt(_ session: TLSSession, _ input: inout HTTPInput, _ pool: inout HTTPBufferPool) -> Socket.Outcome {
        var total = 0
        while true {
            input.makeRoom(HTTPInput.size / 4, pool: &pool)
            var outcome: TLSSession.ReadOutcome?
            input.fill { room in
                outcome = try? session.read(into: room)
                if case .bytes(let count) = outcome { return count }
                return 0
            }
            switch outcome {
            case .bytes(let count): total += count
            case .starved: return total > 0 ? .bytes(total) : .wouldBlock
            // What came with the farewell is read first; the socket then says that it has ended.
            case .ended: return total > 0 ? .bytes(total) : .ended
            // Why a session is broken is nothing that its connection could act on.
            case nil: return .failed
            }
        }
    }

    private static func encrypt(_ bytes: UnsafeRawBufferPointer, _ session: TLSSession) -> Bool {
        do {
            try session.write(bytes)
            return true
        } catch {
            return false
        }
    }

    /// Writes what there is room for of `output` from `start` on, and moves `start`.
    mutating func write(_ output: [UInt8], from start: inout Int) -> Socket.Outcome {
        guard let session else {
            guard start < output.count else { return .bytes(0) }
            let outcome = output.withUnsafeBytes { Socket.write(descriptor, UnsafeRawBufferPointer(rebasing: $0[start...])) }
            if case .bytes(let count) = outcome { start += count }
            return outcome
        }
        if start < output.count {
            let isWritten = output.withUnsafeBytes { Self.encrypt(UnsafeRawBufferPointer(rebasing: $0[start...]), session) }
            guard isWritten else { return .failed }
            start = output.count
            session.takeOutgoing(into: &encrypted)
        }
        return push()
    }

    /// Says farewell in TLS's way and then in TCP's. A farewell that finds no room is dropped: TCP's follows.
    mutating func endWriting() {
        if let session {
            session.close()
            session.takeOutgoing(into: &encrypted)
            _ = push()
        }
        Socket.endWriting(descriptor)
    }

    private mutating func push() -> Socket.Outcome {
        guard hasOutgoing else { return .bytes(0) }
        let outcome = encrypted.withUnsafeBytes { Socket.write(descriptor, UnsafeRawBufferPointer(rebasing: $0[sent...])) }
        if case .bytes(let count) = outcome { sent += count }
        if !hasOutgoing { (encrypted, sent) = ([], 0) }
        return outcome
    }
}
