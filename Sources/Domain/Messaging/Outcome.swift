package import Contracts
import Core
import Database

extension Messaging {
    /// What became of the messages of a request, in its order: returns when WhatsApp has decided on each, or when `limit` has passed.
    ///
    /// A signal only makes it quicker; what is returned is read from the rows.
    package func outcome(of acceptance: Acceptance, within limit: Duration) async throws -> [MessageRecord] {
        // What is not committed is not sent.
        try await Undertaking.settle()
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
        return try await reached(id, by: caller)
    }

    /// A message that the caller reaches; `Problem.notFound(.message)` for any other.
    func reached(_ id: MessageID, by caller: Caller) async throws -> MessageRecord {
        let found = try await database.read(as: caller.tenant) { tx in try MessageStore.messages([id], of: caller.tenant, in: tx).first }
        guard let found, try await reach(of: caller, among: [found.instance]).contains(found.instance) else { throw Problem.notFound(.message) }
        return found
    }

    private func messages(of acceptance: Acceptance) async throws -> [MessageRecord] {
        let ids = acceptance.messages.map(\.id)
        let found = try await database.read(as: acceptance.tenant) { tx in
            try MessageStore.messages(ids, of: acceptance.tenant, in: tx)
        }
        let byID = Dictionary(found.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        return ids.compactMap { byID[$0] }
    }
}
