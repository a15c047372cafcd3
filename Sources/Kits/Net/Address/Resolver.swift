private import CLinux
package import Core
private import Glibc
private import Synchronization

/// Resolves names with the system's own resolver, which blocks and therefore has two threads of its own. Nothing is cached here.
package final class Resolver: HostResolution {
    /// How many names are looked up at the same time.
    package static let threads = 2
    /// How many more may wait.
    package static let queueLimit = 256
    /// The longest name (RFC 1035, section 2.3.4), in bytes.
    package static let nameLimit = 253
    /// How long a name server may take, in seconds, before it is asked once more.
    private static let serverPatience: Int32 = 2
    // EAI_NODATA and EAI_ADDRFAMILY, which Glibc only names for GNU sources.
    private static let unknownCodes = [EAI_NONAME, -5, -9]

    private let pool: ThreadPool
    private let clock: any Clock
    private let ask: Question

    /// Starts the two threads; they end when the resolver is let go.
    package convenience init(clock: any Clock = SystemClock()) { self.init(clock: clock, ask: Self.askSystem) }

    typealias Question = @Sendable (_ host: String, _ port: UInt16) -> Result<[SocketAddress], ResolverError>

    init(clock: any Clock = SystemClock(), ask: @escaping Question) {
        pool = ThreadPool(threads: Self.threads, queueLimit: Self.queueLimit)
        self.clock = clock
        self.ask = ask
    }

    package func resolve(_ host: String, port: Int, deadline: Duration) async throws(ResolverError) -> [SocketAddress] {
        guard !host.isEmpty, host.utf8.count <= Self.nameLimit, !host.utf8.contains(0), let port = UInt16(exactly: port) else {
            throw .unknownName
        }
        let lookup = Lookup()
        let timer = Task { [clock] in
            // A cancelled sleep means that the answer came first.
            do { try await clock.sleep(for: deadline) } catch { return }
            lookup.settle(.failure(.timedOut))
        }
        let outcome = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                lookup.await(continuation)
                do {
                    try pool.submit { [ask] in
                        // Whoever gave up while the job waited must not cost a thread.
                        guard !lookup.isSettled else { return }
                        lookup.settle(ask(host, port))
                    }
                } catch {
                    lookup.settle(.failure(.overloaded))
                }
            }
        } onCancel: {
            lookup.settle(.failure(.timedOut))
        }
        timer.cancel()
        return try outcome.get()
    }

    private static func askSystem(_ host: String, port: UInt16) -> Result<[SocketAddress], ResolverError> {
        herald_resolver_patience(serverPatience)
        var hints = addrinfo()
        hints.ai_family = AF_UNSPEC
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        // Only families that this machine has an address of; others could not be connected to.
        hints.ai_flags = AI_ADDRCONFIG
        var list: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(host, nil, &hints, &list)
        defer { if let list { freeaddrinfo(list) } }
        guard code == 0 else {
            return .failure(unknownCodes.contains(code) ? .unknownName : .unavailable)
        }
        var addresses: [SocketAddress] = []
        var next = list
        while let entry = next {
            next = entry.pointee.ai_next
            guard let name = entry.pointee.ai_addr else { continue }
            var storage = sockaddr_storage()
            let length = min(Int(entry.pointee.ai_addrlen), MemoryLayout<sockaddr_storage>.size)
            withUnsafeMutableBytes(of: &storage) { $0.copyMemory(from: UnsafeRawBufferPointer(start: name, count: length)) }
            // A family that we do not know must fail the name as a whole: every answer is checked before one is used.
            guard let address = SocketAddress(storage) else { return .failure(.unavailable) }
            addresses.append(address.with(port: port))
        }
        return addresses.isEmpty ? .failure(.unknownName) : .success(addresses)
    }
}

/// The one outcome of a lookup, whoever brings it first.
private final class Lookup: Sendable {
    typealias Outcome = Result<[SocketAddress], ResolverError>
    private struct State {
        var outcome: Outcome?
        var continuation: CheckedContinuation<Outcome, Never>?
    }
    private let state = Lock(State())

    var isSettled: Bool { state.withLock { $0.outcome != nil } }

    func settle(_ outcome: Outcome) {
        let waiting = state.withLock { state -> CheckedContinuation<Outcome, Never>? in
            guard state.outcome == nil else { return nil }
            state.outcome = outcome
            defer { state.continuation = nil }
            return state.continuation
        }
        waiting?.resume(returning: outcome)
    }

    func await(_ continuation: CheckedContinuation<Outcome, Never>) {
        let outcome = state.withLock { state -> Outcome? in
            if state.outcome == nil { state.continuation = continuation }
            return state.outcome
        }
        if let outcome { continuation.resume(returning: outcome) }
    }
}
