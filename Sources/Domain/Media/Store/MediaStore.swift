import Contracts
import Core
import Database

/// All SQL on the schema `media`.
enum MediaStore {
    // MARK: A file that arrives

    /// Begins a file; it is nobody's until it is complete.
    static func begin(
        _ id: MediaID, _ name: String?, source: String?, of tenant: TenantID, at now: Instant, until: Instant, in tx: borrowing Transaction
    ) throws {
        try tx.run(
            """
            INSERT INTO media.file (tenant_id, id, file_name, source, created_at, expires_at)
            VALUES (\(tenant), \(id), \(name), \(source), \(now), \(until))
            """)
    }

    /// Adds a chunk to a file that arrives; false when it was given up meanwhile.
    static func append(
        _ bytes: MediaPiece, number: Int, to id: MediaID, of tenant: TenantID, until: Instant, in tx: borrowing Transaction
    ) throws -> Bool {
        try tx.run(
            """
            WITH alive AS (
                UPDATE media.file SET expires_at = \(until)
                 WHERE tenant_id = \(tenant) AND id = \(id) AND state = 'arriving' RETURNING tenant_id, id
            )
            INSERT INTO media.chunk (tenant_id, file_id, number, bytes) SELECT tenant_id, id, \(Int32(clamping: number)), \(bytes) FROM alive
            """) == 1
    }

    /// The kept file with these bytes, which stays until `until` at least; nil when there is none.
    static func reuse(_ sha256: [UInt8], of tenant: TenantID, at now: Instant, until: Instant, in tx: borrowing Transaction) throws -> MediaItem? {
        try tx.first(
            """
            UPDATE media.file SET expires_at = greatest(expires_at, \(until))
             WHERE tenant_id = \(tenant) AND sha256 = \(sha256) AND state = 'kept' AND expires_at > \(now) RETURNING \(columns)
            """, read)
    }

    /// Says of a file that all of it is there; nil when it was given up meanwhile. One that has expired with the same bytes makes room.
    static func complete(
        _ file: MediaReference, of tenant: TenantID, at now: Instant, until: Instant, in tx: borrowing Transaction
    ) throws -> MediaItem? {
        try tx.run(
            """
            UPDATE media.file SET state = 'leaving'
             WHERE tenant_id = \(tenant) AND sha256 = \(file.sha256) AND state = 'kept' AND expires_at <= \(now)
            """)
        return try tx.first(
            """
            UPDATE media.file SET state = 'kept', mime_type = \(file.mimeType), bytes = \(file.bytes), sha256 = \(file.sha256), expires_at = \(until)
             WHERE tenant_id = \(tenant) AND id = \(file.id) AND state = 'arriving' RETURNING \(columns)
            """, read)
    }

    /// Gives a file up, whatever has become of it; whether it was kept.
    static func leave(_ id: MediaID, of tenant: TenantID, in tx: borrowing Transaction) throws -> Bool {
        // The old state is only to be had from a row that was read before it changed.
        try tx.first(
            """
            UPDATE media.file SET state = 'leaving' FROM (
                SELECT tenant_id, id, state FROM media.file WHERE tenant_id = \(tenant) AND id = \(id) FOR UPDATE
            ) AS before
            WHERE file.tenant_id = before.tenant_id AND file.id = before.id AND before.state <> 'leaving' RETURNING before.state = 'kept'
            """
        ) { try $0.next(Bool.self) } ?? false
    }

    // MARK: Files that are kept

    private static let columns: SQL = "id, mime_type, bytes, sha256, source, file_name, created_at, expires_at"

    private static func read(_ row: inout RowReader) throws -> MediaItem {
        let reference = MediaReference(
            id: try row.next(), mimeType: try row.next(), bytes: try row.next(), sha256: try row.next(), source: try row.next())
        return MediaItem(reference: reference, fileName: try row.next(), createdAt: try row.next(), expiresAt: try row.next())
    }

    /// One file.
    static func item(_ id: MediaID, of tenant: TenantID, at now: Instant, in tx: borrowing Transaction) throws -> MediaItem? {
        try tx.first(
            """
            SELECT \(columns) FROM media.file
             WHERE tenant_id = \(tenant) AND id = \(id) AND state = 'kept' AND expires_at > \(now)
            """, read)
    }

    /// Files, newest first, after `after`.
    static func items(_ limit: Int, after: MediaID?, of tenant: TenantID, at now: Instant, in tx: borrowing Transaction) throws -> [MediaItem] {
        let rest: SQL = after.map { "AND id < \($0)" } ?? ""
        return try tx.rows(
            """
            SELECT \(columns) FROM media.file
             WHERE tenant_id = \(tenant) AND state = 'kept' AND expires_at > \(now) \(rest) ORDER BY id DESC LIMIT \(limit)
            """, read)
    }

    /// Keeps a file until then at least; the file, nil when there is none.
    static func use(_ id: MediaID, of tenant: TenantID, at now: Instant, until: Instant, in tx: borrowing Transaction) throws -> MediaItem? {
        try tx.first(
            """
            UPDATE media.file SET expires_at = greatest(expires_at, \(until))
             WHERE tenant_id = \(tenant) AND id = \(id) AND state = 'kept' AND expires_at > \(now) RETURNING \(columns)
            """, read)
    }

    /// One chunk of a file; nil when there is none of that number, or the file is no longer kept.
    static func chunk(_ number: Int, of id: MediaID, of tenant: TenantID, in tx: borrowing Transaction) throws -> MediaPiece? {
        try tx.first(
            """
            SELECT chunk.bytes FROM media.chunk JOIN media.file ON file.tenant_id = chunk.tenant_id AND file.id = chunk.file_id
             WHERE chunk.tenant_id = \(tenant) AND chunk.file_id = \(id) AND chunk.number = \(Int32(clamping: number)) AND file.state = 'kept'
            """
        ) { try $0.next(MediaPiece.self) }
    }

    // MARK: Files that go

    /// Lets at most `limit` files go whose time is over; how many there were.
    static func expire(_ limit: Int, at now: Instant, in tx: borrowing Transaction) throws -> Int {
        try tx.run(
            """
            UPDATE media.file SET state = 'leaving' FROM (
                SELECT tenant_id, id FROM media.file WHERE state <> 'leaving' AND expires_at <= \(now)
                 ORDER BY expires_at LIMIT \(limit) FOR UPDATE SKIP LOCKED
            ) AS over
            WHERE file.tenant_id = over.tenant_id AND file.id = over.id
            """)
    }

    /// Erases at most `limit` chunks of files that go; how many there were.
    static func eraseChunksOfLeaving(_ limit: Int, in tx: borrowing Transaction) throws -> Int {
        try tx.run(
            """
            DELETE FROM media.chunk USING (
                SELECT chunk.tenant_id, chunk.file_id, chunk.number FROM media.file
                  JOIN media.chunk ON chunk.tenant_id = file.tenant_id AND chunk.file_id = file.id
                 WHERE file.state = 'leaving' LIMIT \(limit) FOR UPDATE OF chunk SKIP LOCKED
            ) AS gone
            WHERE chunk.tenant_id = gone.tenant_id AND chunk.file_id = gone.file_id AND chunk.number = gone.number
            """)
    }

    /// Erases at most `limit` files that go and have no chunks left; how many there were.
    static func eraseLeaving(_ limit: Int, in tx: borrowing Transaction) throws -> Int {
        try tx.run(
            """
            DELETE FROM media.file USING (
                SELECT tenant_id, id FROM media.file
                 WHERE state = 'leaving'
                   AND NOT EXISTS (SELECT FROM media.chunk WHERE chunk.tenant_id = file.tenant_id AND chunk.file_id = file.id)
                 LIMIT \(limit) FOR UPDATE SKIP LOCKED
            ) AS gone
            WHERE file.tenant_id = gone.tenant_id AND file.id = gone.id
            """)
    }
}
