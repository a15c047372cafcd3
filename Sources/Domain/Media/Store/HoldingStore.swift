import Contracts
import Core
import Database

/// The statements on the schema `media` that hand out or erase what a tenant has in it.
enum HoldingStore {
    /// A file as it is handed out.
    struct HeldFile {
        let id: MediaID
        let json: JSON
    }

    /// The tenant's files after `cursor`, oldest first.
    static func files(of tenant: TenantID, after cursor: MediaID?, limit: Int, in tx: borrowing Transaction) throws -> [HeldFile] {
        let rest: SQL = cursor.map { "AND id > \($0)" } ?? ""
        return try tx.rows(
            """
            SELECT id, mime_type, bytes, sha256, file_name, source, created_at, expires_at
              FROM media.file WHERE tenant_id = \(tenant) AND state = 'kept' \(rest) ORDER BY id LIMIT \(limit)
            """
        ) { row in
            let id: MediaID = try row.next()
            let json: JSON = [
                "id": .string(id.description), "mime_type": .string(try row.next()), "bytes": .integer(try row.next()),
                "sha256": .string(Hex.encode(try row.next([UInt8].self))), "file_name": .optional(try row.next(String?.self)),
                "source": .optional(try row.next(String?.self)), "created_at": .string(try row.next(Instant.self).description),
                "expires_at": .string(try row.next(Instant.self).description),
            ]
            return HeldFile(id: id, json: json)
        }
    }

    /// Erases at most `limit` of the tenant's chunks; how many there were.
    static func eraseChunks(_ limit: Int, of tenant: TenantID, in tx: borrowing Transaction) throws -> Int {
        try tx.run(
            """
            DELETE FROM media.chunk WHERE tenant_id = \(tenant) AND (file_id, number) IN (
                SELECT file_id, number FROM media.chunk WHERE tenant_id = \(tenant) ORDER BY file_id, number LIMIT \(limit))
            """)
    }

    /// Erases at most `limit` of the tenant's files; how many there were.
    static func eraseFiles(_ limit: Int, of tenant: TenantID, in tx: borrowing Transaction) throws -> Int {
        try tx.run(
            """
            DELETE FROM media.file
             WHERE tenant_id = \(tenant) AND id IN (SELECT id FROM media.file WHERE tenant_id = \(tenant) ORDER BY id LIMIT \(limit))
            """)
    }
}
