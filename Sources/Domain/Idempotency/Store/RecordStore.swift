import Contracts
import Core
import Database

/// `idempotency.record`: what requests that came with a key were answered.
enum RecordStore {
    /// What is known of a request.
    struct Row: Sendable {
        let id: RequestID
        let fingerprint: [UInt8]?
        let batch: BatchID?
        let status: Int?
        let answer: [UInt8]?
        let createdAt: Instant
        let expiresAt: Instant
    }

    static func find(_ key: String, of tenant: TenantID, at now: Instant, in tx: borrowing Transaction) throws -> Row? {
        try tx.first(
            """
            SELECT request_id, fingerprint, batch_id, status, answer, created_at, expires_at FROM idempotency.record
             WHERE tenant_id = \(tenant) AND key = \(key) AND expires_at > \(now)
            """
        ) { row in
            Row(
                id: try row.next(), fingerprint: try row.next([UInt8]?.self), batch: try row.next(), status: try row.next(Int32?.self).map(Int.init),
                answer: try row.next([UInt8]?.self), createdAt: try row.next(), expiresAt: try row.next())
        }
    }

    /// Begins a transaction with the record; false where there is one of that key, or where one is being written. `gate` stands for tenant and key.
    static func claim(_ mark: UndertakingMark, gate: Int64, in tx: borrowing Transaction) throws -> Bool {
        try tx.first(
            """
            SELECT idempotency.claim(\(mark.tenant), \(mark.key), \(mark.fingerprint), \(mark.request), \(mark.createdAt), \(mark.expiresAt),
                                     \(gate))
            """
        ) { row in try row.next(Bool.self) } ?? false
    }

    /// Writes the answer into the record that the same transaction has begun with.
    static func answer(_ answer: NewAnswer, of tenant: TenantID, in tx: borrowing Transaction) throws {
        try tx.run(
            """
            UPDATE idempotency.record SET fingerprint = \(answer.fingerprint), status = \(Int32(answer.status)), answer = \(answer.sealed)
             WHERE tenant_id = \(tenant) AND key = \(answer.key) AND request_id = \(answer.request)
            """)
    }

    /// Forgets a request that has no answer; `keepingGranted`, not one that was granted messages.
    static func forget(
        _ key: String, request: ID<Undertaking>, keepingGranted: Bool, of tenant: TenantID, in tx: borrowing Transaction
    ) throws {
        try tx.run(
            """
            DELETE FROM idempotency.record
             WHERE tenant_id = \(tenant) AND key = \(key) AND request_id = \(request) AND status IS NULL
               AND (batch_id IS NULL OR NOT \(keepingGranted))
            """)
    }

    /// Removes at most `limit` whose time is over; how many there were. What another process removes just now is left alone.
    static func sweep(_ limit: Int, expiredBy now: Instant, in tx: borrowing Transaction) throws -> Int {
        try tx.run(
            """
            DELETE FROM idempotency.record WHERE (tenant_id, key) IN (
                SELECT tenant_id, key FROM idempotency.record WHERE expires_at <= \(now)
                 ORDER BY expires_at LIMIT \(limit) FOR UPDATE SKIP LOCKED)
            """)
    }

    /// Erases at most `limit` of the tenant's; how many there were.
    static func erase(_ limit: Int, of tenant: TenantID, in tx: borrowing Transaction) throws -> Int {
        try tx.run(
            """
            DELETE FROM idempotency.record
             WHERE tenant_id = \(tenant) AND key IN (SELECT key FROM idempotency.record WHERE tenant_id = \(tenant) LIMIT \(limit))
            """)
    }
}
