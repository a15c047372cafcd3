import Contracts
import Core
import Database

/// The statements on who wants nothing in bulk.
enum OptOutStore {
    static func optedOut(among numbers: [PhoneNumber], of tenant: TenantID, in tx: borrowing Transaction) throws -> Set<PhoneNumber> {
        let found = try tx.rows(
            "SELECT number FROM campaigns.opt_out WHERE tenant_id = \(tenant) AND number = ANY (\(numbers.map(\.digits)))"
        ) { row in PhoneNumber(try row.next(String.self)) }
        return Set(found.compactMap { $0 })
    }

    /// Keeps or forgets the wish; one that is kept already stays as old as it is.
    static func set(_ isOptedOut: Bool, _ number: PhoneNumber, of tenant: TenantID, at now: Instant, in tx: borrowing Transaction) throws {
        if isOptedOut {
            try tx.run(
                """
                INSERT INTO campaigns.opt_out (tenant_id, number, opted_out_at) VALUES (\(tenant), \(number.digits), \(now))
                ON CONFLICT DO NOTHING
                """)
        } else {
            try tx.run("DELETE FROM campaigns.opt_out WHERE tenant_id = \(tenant) AND number = \(number.digits)")
        }
    }
}
