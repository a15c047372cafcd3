import Contracts
import Core
import Database

/// `instances.instance`, as its tenant sees and changes it.
enum InstanceStore {
    /// In the order in which `read` reads them.
    static let columns: SQL = """
        tenant_id, id, name, handle, channel, sandbox, is_default, status, status_reason, wish, asked, openings, open_after, number, lid, \
        code_sealed, code_sequence, code_expires_at, typed_sealed, typed_sequence, typed_expires_at, passkey_sealed, last_seen_at, created_at, \
        updated_at, removed_at
        """

    static func insert(_ row: InstanceRow, in tx: borrowing Transaction) throws {
        let state = row.lifecycle
        try tx.run(
            """
            INSERT INTO instances.instance (tenant_id, id, name, handle, channel, sandbox, status, wish, asked, created_at, updated_at)
            VALUES (\(row.reference.tenant), \(row.reference.id), \(row.name), \(row.handle), \(row.channel), \(row.isSandbox), \(state.status),
                \(state.wish), \(state.asked), \(row.createdAt), \(row.updatedAt))
            """)
    }

    /// Whether a write was refused because another instance of the tenant has that handle.
    static func isTakenHandle(_ error: DatabaseError) -> Bool { error.code == .constraint("instance_handle") }

    /// How many the tenant has, whoever asks.
    static func count(of tenant: TenantID, in tx: borrowing Transaction) throws -> Int {
        try tx.first("SELECT count(*) FROM instances.instance WHERE tenant_id = \(tenant) AND removed_at IS NULL") { row in
            try row.next(Int.self)
        } ?? 0
    }

    /// How many of them are connected.
    static func connected(of tenant: TenantID, in tx: borrowing Transaction) throws -> Int {
        try tx.first(
            """
            SELECT count(*) FROM instances.instance
            WHERE tenant_id = \(tenant) AND removed_at IS NULL AND status IN (\(InstanceStatus.connected), \(InstanceStatus.degraded))
            """
        ) { row in try row.next(Int.self) } ?? 0
    }

    static func find(_ id: InstanceID, for viewer: Viewer, in tx: borrowing Transaction) throws -> InstanceRow? {
        try tx.first("SELECT \(columns) FROM instances.instance WHERE \(visible(viewer)) AND id = \(id)", read)
    }

    static func find(handle: String, for viewer: Viewer, in tx: borrowing Transaction) throws -> InstanceRow? {
        try tx.first("SELECT \(columns) FROM instances.instance WHERE \(visible(viewer)) AND handle = \(handle) AND removed_at IS NULL", read)
    }

    /// As `find`, and nobody else changes it before the transaction ends.
    static func lock(_ id: InstanceID, for viewer: Viewer, in tx: borrowing Transaction) throws -> InstanceRow? {
        try tx.first("SELECT \(columns) FROM instances.instance WHERE \(visible(viewer)) AND id = \(id) FOR NO KEY UPDATE", read)
    }

    /// As `lock`, for whoever holds the claim; nil when it has passed to somebody else.
    static func lock(_ claim: Claim, in tx: borrowing Transaction) throws -> InstanceRow? {
        try tx.first(
            """
            SELECT \(columns) FROM instances.instance
            WHERE tenant_id = \(claim.instance.tenant) AND id = \(claim.instance.id) AND holder = \(claim.holder) AND fence = \(claim.fence)
            FOR NO KEY UPDATE
            """, read)
    }

    /// Newest first, at most `limit`, beginning after `cursor`.
    static func list(for viewer: Viewer, after cursor: InstanceID?, limit: Int, in tx: borrowing Transaction) throws -> [InstanceRow] {
        let beginning: SQL = if let cursor { "AND id < \(cursor)" } else { "" }
        return try tx.rows(
            """
            SELECT \(columns) FROM instances.instance WHERE \(visible(viewer)) \(beginning) ORDER BY tenant_id DESC, id DESC LIMIT \(limit)
            """, read)
    }

    /// Those that a request may mean that names none: the default, then connected ones, linked ones, others; oldest first.
    static func candidates(for viewer: Viewer, limit: Int, in tx: borrowing Transaction) throws -> [InstanceRow] {
        try tx.rows(
            """
            SELECT \(columns) FROM instances.instance WHERE \(visible(viewer))
            ORDER BY is_default DESC, (status IN ('connected', 'degraded')) DESC,
                (status IN ('connecting', 'disconnected')) DESC, id LIMIT \(limit)
            """, read)
    }

    /// Writes everything that can change; the caller has locked the row.
    static func save(_ row: InstanceRow, at now: Instant, in tx: borrowing Transaction) throws {
        let state = row.lifecycle
        let removedAt = state.isRemoved ? now : nil
        try tx.run(
            """
            UPDATE instances.instance SET name = \(row.name), handle = \(row.handle), status = \(state.status), status_reason = \(state.reason),
                wish = \(state.wish), asked = \(state.asked), openings = \(Int32(clamping: state.openings)), open_after = \(state.openAfter),
                number = \(state.number?.digits), lid = \(state.lid?.description), code_sealed = \(state.code.map { $0.sealed }),
                code_sequence = \(state.code.map { Int32(clamping: $0.sequence) }), code_expires_at = \(state.code?.expiresAt),
                typed_sealed = \(state.typedCode.map { $0.sealed }), typed_sequence = \(state.typedCode.map { Int32(clamping: $0.sequence) }),
                typed_expires_at = \(state.typedCode?.expiresAt), passkey_sealed = \(state.passkey), last_seen_at = \(row.lastSeenAt),
                updated_at = \(now), removed_at = \(removedAt), is_default = is_default AND NOT \(state.isRemoved)
            WHERE tenant_id = \(row.reference.tenant) AND id = \(row.reference.id)
            """)
    }

    /// Makes it the default if the tenant has none. Two at the same time: one of them breaks the rule `instance_default` and tries again.
    static func offerAsDefault(_ instance: InstanceReference, in tx: borrowing Transaction) throws {
        try tx.run(
            """
            UPDATE instances.instance SET is_default = true
            WHERE tenant_id = \(instance.tenant) AND id = \(instance.id)
                AND NOT EXISTS (SELECT FROM instances.instance WHERE tenant_id = \(instance.tenant) AND is_default)
            """)
    }

    static func defaultInstance(of tenant: TenantID, in tx: borrowing Transaction) throws -> InstanceID? {
        try tx.first("SELECT id FROM instances.instance WHERE tenant_id = \(tenant) AND is_default") { row in try row.next(InstanceID.self) }
    }

    /// Makes it the default in place of the one there is, or leaves the tenant without one; false when there is no such instance.
    static func makeDefault(_ instance: InstanceID?, of tenant: TenantID, in tx: borrowing Transaction) throws -> Bool {
        try tx.run(
            """
            UPDATE instances.instance SET is_default = false
            WHERE tenant_id = \(tenant) AND is_default AND id IS DISTINCT FROM \(instance)
            """)
        guard let instance else { return true }
        let made = try tx.run(
            """
            UPDATE instances.instance SET is_default = true
            WHERE tenant_id = \(tenant) AND id = \(instance) AND removed_at IS NULL
            """)
        return made == 1
    }

    /// Whether a write was refused because another instance was made the default, or linked as the first, at the same moment.
    static func isRivalDefault(_ error: DatabaseError) -> Bool { error.code == .constraint("instance_default") }

    static func delete(_ instance: InstanceReference, in tx: borrowing Transaction) throws {
        try tx.run("DELETE FROM instances.instance WHERE tenant_id = \(instance.tenant) AND id = \(instance.id)")
    }

    /// Some of the tenant's instances that are not removed yet, and nobody else changes them before the transaction ends.
    static func lockAll(_ limit: Int, of tenant: TenantID, in tx: borrowing Transaction) throws -> [InstanceRow] {
        try tx.rows(
            """
            SELECT \(columns) FROM instances.instance WHERE tenant_id = \(tenant) AND removed_at IS NULL
            ORDER BY id LIMIT \(limit) FOR NO KEY UPDATE
            """, read)
    }

    /// The tenant's instances after `cursor`, oldest first.
    static func page(of tenant: TenantID, after cursor: InstanceID?, limit: Int, in tx: borrowing Transaction) throws -> [InstanceRow] {
        let beginning: SQL = if let cursor { "AND id > \(cursor)" } else { "" }
        return try tx.rows(
            """
            SELECT \(columns) FROM instances.instance WHERE tenant_id = \(tenant) AND removed_at IS NULL \(beginning)
            ORDER BY id LIMIT \(limit)
            """, read)
    }

    /// Erases at most `limit` rows of instances that were removed and whose phones were told, or were removed before that moment; how many there
    /// were. What devices keep goes first, since there may be much of it.
    static func erase(_ limit: Int, of tenant: TenantID, removedBefore moment: Instant, in tx: borrowing Transaction) throws -> Int {
        let gone: SQL = """
            SELECT id FROM instances.instance
            WHERE tenant_id = \(tenant) AND removed_at IS NOT NULL AND (wish <> 'unlink' OR removed_at <= \(moment))
            """
        let states = try tx.run(
            """
            DELETE FROM instances.device_state WHERE tenant_id = \(tenant) AND (instance_id, name) IN (
                SELECT instance_id, name FROM instances.device_state WHERE tenant_id = \(tenant) AND instance_id IN (\(gone)) LIMIT \(limit))
            """)
        guard states < limit else { return states }
        return states
            + (try tx.run(
                "DELETE FROM instances.instance WHERE tenant_id = \(tenant) AND id IN (\(gone) LIMIT \(limit - states))"))
    }

    /// Whether the tenant has any, removed ones among them.
    static func hasAny(of tenant: TenantID, in tx: borrowing Transaction) throws -> Bool {
        try tx.first("SELECT EXISTS (SELECT FROM instances.instance WHERE tenant_id = \(tenant))") { row in try row.next(Bool.self) } ?? false
    }

    private static func visible(_ viewer: Viewer) -> SQL {
        let pin: SQL = if let pin = viewer.pin { "AND id = \(pin)" } else { "" }
        let sandbox: SQL = viewer.seesSandboxOnly ? "AND sandbox" : ""
        return "tenant_id = \(viewer.tenant) AND removed_at IS NULL \(sandbox) \(pin)"
    }

    static func read(_ row: inout RowReader) throws -> InstanceRow {
        let reference = try InstanceReference(tenant: row.next(), id: row.next())
        let (name, handle) = try (row.next(String?.self), row.next(String?.self))
        let channel = try row.next(ChannelName.self)
        let isSandbox = try row.next(Bool.self)
        let isDefault = try row.next(Bool.self)
        var state = Lifecycle.initial
        state.status = try row.next()
        state.reason = try row.next(StatusReason?.self)
        state.wish = try row.next()
        state.asked = try row.next()
        state.openings = try row.next()
        state.openAfter = try row.next(Instant?.self)
        state.number = try row.next(String?.self).flatMap { PhoneNumber($0) }
        state.lid = try row.next(String?.self).flatMap { JID($0) }
        state.code = try readCode(.qr, &row)
        state.typedCode = try readCode(.typed, &row)
        state.passkey = try row.next([UInt8]?.self)
        let lastSeenAt = try row.next(Instant?.self)
        let (createdAt, updatedAt) = try (row.next(Instant.self), row.next(Instant.self))
        state.isRemoved = try row.next(Instant?.self) != nil
        return InstanceRow(
            reference: reference, name: name, handle: handle, channel: channel, isSandbox: isSandbox, isDefault: isDefault, lifecycle: state,
            lastSeenAt: lastSeenAt, createdAt: createdAt, updatedAt: updatedAt)
    }

    private static func readCode(_ form: PairingCode.Form, _ row: inout RowReader) throws -> ShownCode? {
        let sealed = try row.next([UInt8]?.self)
        let sequence = try row.next(Int?.self)
        let expiresAt = try row.next(Instant?.self)
        guard let sealed, let sequence, let expiresAt else { return nil }
        return ShownCode(form: form, sealed: sealed, sequence: sequence, expiresAt: expiresAt)
    }
}
