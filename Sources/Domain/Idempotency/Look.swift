package import Contracts
import Core
import Database

extension Idempotency {
    /// What is known of a request that came before with that key; nil where none did, or where it is too long ago.
    package func known(_ request: KeyedRequest) async throws -> KnownRequest? {
        let now = runtime.clock.now
        let row = try await database.read(as: request.tenant) { tx in
            try RecordStore.find(request.key.text, of: request.tenant, at: now, in: tx)
        }
        guard let row else { return nil }
        return KnownRequest(
            id: row.id, fingerprint: row.fingerprint, createdAt: row.createdAt, expiresAt: row.expiresAt, end: try await end(of: row, request))
    }

    /// What a request is told whose predecessor has no answer and no messages to be asked about.
    package func unanswered(_ known: KnownRequest) -> Problem {
        known.createdAt + Self.patience > runtime.clock.now ? .stillRunning(retryAfter: Self.retryAfter) : .conflict(.answerLost)
    }

    private func end(of row: RecordStore.Row, _ request: KeyedRequest) async throws -> KnownRequest.End {
        guard let status = row.status else { return row.batch.map(KnownRequest.End.granted) ?? .open }
        guard let sealed = row.answer else { return .answeredAtLength }
        let place = Self.place(of: request.key.text, row.id.asID())
        guard let answer = StoredAnswer(status: status, bytes: try await open(sealed, for: request.tenant, at: place)) else {
            return .answeredAtLength
        }
        return .answered(answer)
    }
}
