package import Contracts
import Core
import Database

extension Messaging {
    /// What became of the messages of a request, in its order: returns when WhatsApp has decided on each, or when `limit` has passed.
    ///
    /// A signal only makes it quicker; what is returned is read from the rows.
    package func outcome(of acceptance: Acceptance, within limit: Duration) async throws -> [MessageRecord] {
        let waiter = board.open(for: acceptance.messages.map(\.id))
        defer { board.close(waiter) }
        let records = try await messages(of: acceptance)
        if records.allSatisfy(\.isDecided) { return records }
        board.settle(records.filter(\.isDecided).map(\.id))
        let clock = runtime.clock
        let deadline = Task(executorPreference: dispatcher.executor) {
            // A cancelled sleep means that all was decided in time.
            guard (try? await clock.sleep(for: limit)) != nil else { return }
            board.expire(waiter)
        }
        await board.wait(waiter)
        deadline.cancel()
        return try await messages(of: acceptance)
    }

    /// One message of the caller's tenant; `Problem.notFound(.message)` for any other id.
    package func message(_ id: MessageID, as caller: Caller) async throws -> MessageRecord {
        guard caller.scopes.contains(.read) else { throw Problem.forbidden(.scope) }
        let now = runtime.clock.now
        let found = try await database.read(as: caller.tenant) { tx in
            try MessageStore.messages([id], of: caller.tenant, now: now, in: tx).first
        }
        guard let found else { throw Problem.notFound(.message) }
        guard caller.instance != nil || caller.environment == .test else { return found }
        // A pinned key reaches its instance alone and a test key only the sandbox: which of them this is, the directory knows.
        do {
            _ = try await directory.instance(found.instance, for: caller)
        } catch Problem.notFound {
            throw Problem.notFound(.message)
        }
        return found
    }

    private func messages(of acceptance: Acceptance) async throws -> [MessageRecord] {
        let now = runtime.clock.now
        let ids = acceptance.messages.map(\.id)
        let found = try await database.read(as: acceptance.tenant) { tx in
            try MessageStore.messages(ids, of: acceptance.tenant, now: now, in: tx)
        }
        let byID = Dictionary(found.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        return ids.compactMap { byID[$0] }
    }
}
