import Core
import Database

/// An answer on its way into its record.
struct NewAnswer: Sendable {
    let key: String
    let fingerprint: [UInt8]
    let request: ID<Undertaking>
    let status: Int
    /// Nil where it is too large to be kept.
    let sealed: [UInt8]?
    let createdAt: Instant
    let expiresAt: Instant
}

/// Keeps answers of requests whose record is committed, or which have changed nothing that has a transaction; many in one statement.
///
/// The first answer of a request is the one: another process that answers the same request again, after this one was given up, finds it there.
/// Repeating the statement changes nothing.
struct AnswerStore: CoalescedWrite {
    static let name = "idempotency_answer"

    let statement = PreparedText(
        """
        INSERT INTO idempotency.record AS r (tenant_id, key, fingerprint, request_id, status, answer, created_at, expires_at)
        SELECT $1, a.key, a.fingerprint, a.request_id, a.status, a.answer, a.created_at, a.expires_at
          FROM unnest($2, $3, $4, $5, $6, $7, $8) AS a (key, fingerprint, request_id, status, answer, created_at, expires_at)
         ORDER BY a.key
        ON CONFLICT (tenant_id, key) DO UPDATE
           SET fingerprint = excluded.fingerprint, request_id = excluded.request_id, status = excluded.status, answer = excluded.answer,
               batch_id = CASE WHEN r.request_id = excluded.request_id THEN r.batch_id END,
               created_at = excluded.created_at, expires_at = excluded.expires_at
         WHERE (r.request_id = excluded.request_id AND r.status IS NULL) OR r.expires_at <= excluded.created_at
        RETURNING r.key
        """, .one(.uuid), .array(.text), .array(.bytea), .array(.uuid), .array(.int4), .array(.bytea), .array(.timestamptz),
        .array(.timestamptz))

    func size(of item: NewAnswer) -> Int { WriterLimits.assumedRowSize + (item.sealed?.count ?? 0) }

    func encode(_ items: [NewAnswer], tenant: TenantID, into parameters: inout BinaryParameters) {
        parameters.append(tenant)
        parameters.appendTexts(items.map(\.key))
        parameters.appendByteas(items.map(\.fingerprint))
        parameters.appendUUIDs(items.map(\.request))
        parameters.appendInt32s(items.map { Int32($0.status) })
        parameters.appendByteas(items.map(\.sealed))
        parameters.appendInstants(items.map(\.createdAt))
        parameters.appendInstants(items.map(\.expiresAt))
    }

    /// Whether this was the first answer of the request.
    func outcomes(of items: [NewAnswer], from result: borrowing BatchRows) throws -> [Bool] {
        let kept = Set(try result.map { row in try row.next(String.self) })
        return items.map { kept.contains($0.key) }
    }
}
