import Contracts
import Core
import Database

/// `numbers.registration`: which numbers had accounts when WhatsApp was last asked. What holds on the simulated network says nothing of the real one.
enum RegistrationStore {
    static func find(
        _ numbers: [PhoneNumber], of tenant: TenantID, isSandbox: Bool, checkedSince start: Instant, in tx: borrowing Transaction
    ) throws -> [PhoneNumber: NumberFact] {
        let facts = try tx.rows(
            """
            SELECT number, jid, lid, checked_at FROM numbers.registration
             WHERE tenant_id = \(tenant) AND sandbox = \(isSandbox) AND number = ANY (\(numbers.map(\.digits))) AND checked_at > \(start)
            """
        ) { row in try fact(&row) }
        return Dictionary(facts.compactMap { fact in fact.map { ($0.number, $0) } }) { first, _ in first }
    }

    static func keep(_ facts: [NumberFact], of tenant: TenantID, isSandbox: Bool, in tx: borrowing Transaction) throws {
        // In one order everywhere: two that keep the same numbers at once would otherwise wait for each other.
        let facts = facts.sorted { $0.number.digits < $1.number.digits }
        try tx.run(
            """
            INSERT INTO numbers.registration AS kept (tenant_id, sandbox, number, jid, lid, checked_at)
            SELECT \(tenant), \(isSandbox), told.* FROM unnest(
                \(facts.map(\.number.digits)), \(facts.map { $0.jid?.description }), \(facts.map { $0.lid?.description }), \(facts.map(\.checkedAt))
            ) AS told
            ON CONFLICT (tenant_id, sandbox, number) DO UPDATE SET jid = excluded.jid, lid = excluded.lid, checked_at = excluded.checked_at
             WHERE kept.checked_at <= excluded.checked_at
            """)
    }

    /// Removes at most `limit` answers that nobody would be given any more, of all tenants; how many there were. What another process sweeps just
    /// now is left to it.
    static func sweep(_ limit: Int, checkedBefore end: Instant, in tx: borrowing Transaction) throws -> Int {
        try tx.run(
            """
            DELETE FROM numbers.registration WHERE (tenant_id, sandbox, number) IN (
                SELECT tenant_id, sandbox, number FROM numbers.registration WHERE checked_at <= \(end)
                 ORDER BY checked_at LIMIT \(limit) FOR UPDATE SKIP LOCKED)
            """)
    }

    /// The tenant's answers after the one that `cursor` names, as they are handed out.
    static func held(
        of tenant: TenantID, after cursor: String?, limit: Int, in tx: borrowing Transaction
    ) throws -> [(cursor: String, json: JSON)] {
        let isSandbox = cursor?.hasPrefix("t") ?? false
        let rest: SQL = cursor.map { "AND (sandbox, number) > (\(isSandbox), \(String($0.dropFirst())))" } ?? ""
        return try tx.rows(
            """
            SELECT sandbox, number, jid, lid, checked_at FROM numbers.registration
             WHERE tenant_id = \(tenant) \(rest) ORDER BY sandbox, number LIMIT \(limit)
            """
        ) { row in
            let isSandbox: Bool = try row.next()
            let number: String = try row.next()
            return (
                (isSandbox ? "t" : "f") + number,
                [
                    "number": .string(number), "sandbox": .bool(isSandbox), "jid": .optional(try row.next(String?.self)),
                    "lid": .optional(try row.next(String?.self)), "checked_at": .string(try row.next(Instant.self).description),
                ]
            )
        }
    }

    /// Erases at most `limit` of the tenant's answers; how many there were.
    static func erase(_ limit: Int, of tenant: TenantID, in tx: borrowing Transaction) throws -> Int {
        try tx.run(
            """
            DELETE FROM numbers.registration
             WHERE tenant_id = \(tenant)
               AND (sandbox, number) IN (SELECT sandbox, number FROM numbers.registration WHERE tenant_id = \(tenant) LIMIT \(limit))
            """)
    }

    private static func fact(_ row: inout RowReader) throws -> NumberFact? {
        guard let number = PhoneNumber(try row.next(String.self)) else { return nil }
        return NumberFact(
            number: number, jid: try row.next(String?.self).flatMap { JID($0) }, lid: try row.next(String?.self).flatMap { JID($0) },
            checkedAt: try row.next())
    }
}
