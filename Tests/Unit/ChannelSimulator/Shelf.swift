import Contracts
import Core
import TestSupport

/// Files in memory, handed over in small pieces, that a test can hold back or make fail.
final class Shelf: SessionMedia {
    struct Failed: Error {}

    /// Where a reader waits.
    final class Gate: Sendable {
        private struct State {
            var isReached = false
            var isOpen = false
            var readers: [CheckedContinuation<Void, Never>] = []
            var watchers: [CheckedContinuation<Void, Never>] = []
        }

        private let state = Lock(State())

        func pass() async {
            await withCheckedContinuation { reader in
                let (isOpen, watchers) = state.withLock { state in
                    state.isReached = true
                    if !state.isOpen { state.readers.append(reader) }
                    defer { state.watchers = [] }
                    return (state.isOpen, state.watchers)
                }
                if isOpen { reader.resume() }
                for watcher in watchers { watcher.resume() }
            }
        }

        /// Returns once a reader waits.
        func reached() async {
            await withCheckedContinuation { watcher in
                let isReached = state.withLock { state in
                    if !state.isReached { state.watchers.append(watcher) }
                    return state.isReached
                }
                if isReached { watcher.resume() }
            }
        }

        func open() {
            let readers = state.withLock { state in
                state.isOpen = true
                defer { state.readers = [] }
                return state.readers
            }
            for reader in readers { reader.resume() }
        }
    }

    private let files = MemoryMedia()
    private let state: Lock<(gate: Gate?, failures: Int)> = Lock((nil, 0))

    func keep(_ bytes: [UInt8]) -> MediaReference { files.keep(bytes) }
    func bytes(of id: MediaID) -> [UInt8]? { files.bytes(of: id) }

    /// Lets readers wait until the gate is opened.
    func hold() -> Gate {
        let gate = Gate()
        state.withLock { $0.gate = gate }
        return gate
    }

    /// Throws at the next so many reads.
    func fail(times: Int) { state.withLock { $0.failures = times } }

    func read(_ file: MediaReference, _ take: (MediaPiece) async throws -> Void) async throws {
        let (gate, fails) = state.withLock { state in
            let fails = state.failures > 0
            if fails { state.failures -= 1 }
            return (state.gate, fails)
        }
        if fails { throw Failed() }
        await gate?.pass()
        guard let bytes = files.bytes(of: file.id) else { throw Problem.notFound(.media) }
        for byte in bytes { try await take([byte]) }
    }

    func store(_ kind: MediaKind, fileName: String?, _ next: () async throws -> MediaPiece?) async throws -> MediaReference {
        try await files.store(kind, fileName: fileName) {
            let piece = try await next()
            guard (piece?.count ?? 0) <= MediaPiece.limit else { throw Failed() }
            return piece
        }
    }
}
