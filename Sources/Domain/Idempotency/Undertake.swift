package import Contracts
import Core
import Crypto
package import Database

extension Idempotency {
    /// Prepares a request that is to take effect once: brackets that run in it write its record with its effect. Throws where nothing could be sealed
    /// for the tenant now.
    package func undertaking(_ request: KeyedRequest) async throws -> Undertaking {
        // So that the key is at hand while a transaction waits for its answer.
        _ = try await seal([], for: request.tenant, at: "")
        let now = runtime.clock.now
        let mark = UndertakingMark(
            tenant: request.tenant, key: request.key.text, fingerprint: request.fingerprint, request: request.id.asID(), createdAt: now,
            expiresAt: now + Self.memory)
        let gate = Self.gate(mark)
        return Undertaking(mark) { tx in
            guard try RecordStore.claim(mark, gate: gate, in: tx) else { throw Problem.stillRunning(retryAfter: Self.retryAfter) }
        }
    }

    /// Prepares to answer a request of which it is known that it was granted messages and not answered.
    package func undertaking(_ request: KeyedRequest, resuming known: KnownRequest, _ batch: BatchID) -> Undertaking {
        let mark = UndertakingMark(
            tenant: request.tenant, key: request.key.text, fingerprint: request.fingerprint, request: known.id.asID(), createdAt: known.createdAt,
            expiresAt: known.expiresAt)
        return Undertaking(mark, resuming: batch.asID()) { _ in }
    }

    /// Keeps the answer of a request whose content has that fingerprint, together with what the request has done and not committed yet. False where
    /// another process has answered it first: then that is the answer.
    package func keep(_ answer: StoredAnswer, fingerprint: [UInt8], of undertaking: Undertaking) async throws -> Bool {
        let mark = undertaking.mark
        var sealed: [UInt8]?
        if let bytes = answer.bytes { sealed = try await seal(bytes, for: mark.tenant, at: Self.place(of: mark.key, mark.request)) }
        let new = NewAnswer(
            key: mark.key, fingerprint: fingerprint, request: mark.request, status: answer.status, sealed: sealed, createdAt: mark.createdAt,
            expiresAt: mark.expiresAt)
        if undertaking.standing == .held || undertaking.standing == .lost {
            try await undertaking.commit { tx in try RecordStore.answer(new, of: mark.tenant, in: tx) }
            try runtime.failpoints.pass(.afterAnswerWrite)
            return true
        }
        await undertaking.rollBack()
        let isFirst = try await answers.submit(new, for: mark.tenant)
        try runtime.failpoints.pass(.afterAnswerWrite)
        return isFirst
    }

    /// Lets go of a request that has failed: what it has not committed is undone, and its key may be used again. Where it was granted messages and may
    /// have failed for lack of time alone (`isUncertain`), it stays known, so that the next of its kind is told of those messages.
    package func giveUp(_ undertaking: Undertaking, isUncertain: Bool) async throws {
        let hasRecord = undertaking.standing == .settled
        await undertaking.rollBack()
        guard hasRecord else { return }
        let mark = undertaking.mark
        try await database.write(as: mark.tenant) { tx in
            try RecordStore.forget(mark.key, request: mark.request, keepingGranted: isUncertain, of: mark.tenant, in: tx)
        }
    }

    private static func gate(_ mark: UndertakingMark) -> Int64 {
        let digest = RunningSHA256()
        var place: [UInt8] = []
        mark.tenant.appendRaw(to: &place)
        digest.update(place)
        digest.update(mark.key.utf8)
        return digest.digest.bytes.prefix(8).reduce(0) { $0 << 8 | Int64($1) }
    }
}
