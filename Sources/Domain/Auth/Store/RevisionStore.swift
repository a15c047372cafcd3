import Database

/// All SQL on `auth.revision`: the number that grows with everything that is revoked.
enum RevisionStore {
    /// The number, 0 before anything was revoked.
    static func number(in tx: borrowing Transaction) throws -> Int64 {
        try tx.first("SELECT number FROM auth.revision") { try $0.next() } ?? 0
    }

    /// Says that something is revoked, and answers the new number, which this process has `heard` once the transaction is committed.
    ///
    /// Whoever else revokes waits until this transaction ends, so it is said last; and only where something is revoked indeed, since
    /// everybody's admissions are forgotten by it.
    @discardableResult
    static func advance(in tx: borrowing Transaction) throws -> Int64 {
        let number = try tx.first(
            """
            INSERT INTO auth.revision (number) VALUES (1)
            ON CONFLICT (single) DO UPDATE SET number = revision.number + 1 RETURNING number
            """
        ) { try $0.next(Int64.self) }
        return number ?? 0
    }
}
