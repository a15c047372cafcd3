import Contracts
import Core
import Crypto
import Database

/// The statements of invitations.
enum InvitationStore {
    /// Keeps an invitation, in place of one to the same address if there is any.
    static func insert(
        _ invitation: InvitationFacts, digest: SHA256Digest, of tenant: TenantID, in tx: borrowing Transaction
    ) throws {
        try tx.run("DELETE FROM accounts.invitation WHERE tenant_id = \(tenant) AND email = \(invitation.email)")
        try tx.run(
            """
            INSERT INTO accounts.invitation (tenant_id, id, email, role, digest, invited_by, created_at, expires_at)
            VALUES (\(tenant), \(invitation.id), \(invitation.email), \(invitation.role), \(digest.bytes), \(invitation.invitedBy),
                    \(invitation.createdAt), \(invitation.expiresAt))
            """)
    }

    /// Forgets those that open nothing any more.
    static func deleteExpired(of tenant: TenantID, at now: Instant, in tx: borrowing Transaction) throws {
        try tx.run("DELETE FROM accounts.invitation WHERE tenant_id = \(tenant) AND expires_at <= \(now)")
    }

    /// How many the tenant has to other addresses than that one.
    static func count(of tenant: TenantID, besides email: EmailAddress, in tx: borrowing Transaction) throws -> Int {
        try tx.first("SELECT count(*) FROM accounts.invitation WHERE tenant_id = \(tenant) AND email <> \(email.description)") {
            try $0.next(Int.self)
        } ?? 0
    }

    /// The tenant's open invitations after `cursor`, newest first.
    static func list(
        _ tenant: TenantID, after cursor: InvitationID?, limit: Int, at now: Instant, in tx: borrowing Transaction
    ) throws -> [InvitationFacts] {
        let rest: SQL = cursor.map { "AND id < \($0)" } ?? ""
        return try tx.rows(
            """
            SELECT \(raw: columns) FROM accounts.invitation
            WHERE tenant_id = \(tenant) AND expires_at > \(now) \(rest) ORDER BY id DESC LIMIT \(limit)
            """, read)
    }

    /// The open invitation of that digest, nil if there is none; across tenants.
    static func find(_ token: InvitationToken, at now: Instant, in tx: borrowing Transaction) throws -> InvitationFacts? {
        try tx.first(
            """
            SELECT \(raw: columns) FROM accounts.invitation
            WHERE tenant_id = \(token.tenant) AND digest = \(token.digest.bytes) AND expires_at > \(now)
            """, read)
    }

    /// Uses up the open invitation of that digest; nil if there is none any more. Across tenants.
    static func take(_ token: InvitationToken, at now: Instant, in tx: borrowing Transaction) throws -> InvitationFacts? {
        try tx.first(
            """
            DELETE FROM accounts.invitation
            WHERE tenant_id = \(token.tenant) AND digest = \(token.digest.bytes) AND expires_at > \(now) RETURNING \(raw: columns)
            """, read)
    }

    /// Withdraws an invitation; false if the tenant has none of that id.
    static func delete(_ id: InvitationID, of tenant: TenantID, in tx: borrowing Transaction) throws -> Bool {
        try tx.run("DELETE FROM accounts.invitation WHERE tenant_id = \(tenant) AND id = \(id)") == 1
    }

    /// Withdraws the invitations of somebody who may not invite any more, or not to as much.
    static func delete(by inviter: PersonID, of tenant: TenantID, in tx: borrowing Transaction) throws {
        try tx.run("DELETE FROM accounts.invitation WHERE tenant_id = \(tenant) AND invited_by = \(inviter)")
    }

    private static let columns: StaticString = "id, email, role, invited_by, created_at, expires_at"

    private static func read(_ row: inout RowReader) throws -> InvitationFacts {
        InvitationFacts(
            id: try row.next(), email: try row.next(), role: try row.next(), invitedBy: try row.next(PersonID?.self),
            createdAt: try row.next(), expiresAt: try row.next())
    }
}
