package import Core

/// A transaction, lent to the synchronous body of a bracket. It cannot be kept, and nothing can be awaited while it is held.
package struct Transaction: ~Copyable {
    private let wire: Wire
    private let bells: Bells
    /// The tenant it is fenced to; nil when it runs across tenants.
    package let tenant: TenantID?

    init(wire: Wire, bells: Bells, tenant: TenantID?) {
        self.wire = wire
        self.bells = bells
        self.tenant = tenant
    }

    /// Runs a statement; how many rows it changed, or returned where it changes none.
    @discardableResult
    package func run(_ sql: SQL) throws(DatabaseError) -> Int {
        try wire.execute(sql.text, sql.binds).affected
    }

    /// Runs a statement and reads every row it returns. The statement carries the limit on how many that are.
    package func rows<Value>(_ sql: SQL, _ read: (inout RowReader) throws -> Value) throws -> [Value] {
        let result = try wire.execute(sql.text, sql.binds)
        var values: [Value] = []
        values.reserveCapacity(Int(result.rows))
        for row in 0..<result.rows {
            var reader = RowReader(result: result.pointer, row: row)
            values.append(try read(&reader))
        }
        return values
    }

    /// Runs a statement and reads its first row, nil if there is none.
    package func first<Value>(_ sql: SQL, _ read: (inout RowReader) throws -> Value) throws -> Value? {
        let result = try wire.execute(sql.text, sql.binds)
        guard result.rows > 0 else { return nil }
        var reader = RowReader(result: result.pointer, row: 0)
        return try read(&reader)
    }

    /// Rings the bell once this transaction has committed; rung too when the outcome is unknown.
    package func ring(_ topic: Topic) { bells.topics.insert(topic) }

    /// Does that once everything else in this transaction is done, right before it commits, in ascending `order` and otherwise as it was asked for;
    /// what it throws undoes the transaction. For what takes locks that many wait for: whoever takes them last holds them shortest and waits for
    /// nobody while he does.
    package func atEnd(order: Int = 0, _ work: @escaping (borrowing Transaction) throws -> Void) {
        bells.endings.append(Bells.Ending(order: order, tenant: tenant, work: work))
    }

    /// Does what was asked for with `atEnd`, each as whom it was asked for. Nothing else may follow in the transaction.
    func end() throws {
        while !bells.endings.isEmpty {
            let endings = bells.endings.enumerated().sorted { ($0.element.order, $0.offset) < ($1.element.order, $1.offset) }
            bells.endings = []
            for (_, ending) in endings {
                try wire.prelude(Identity.statement, Identity.binds(for: ending.tenant))
                try ending.work(Transaction(wire: wire, bells: bells, tenant: ending.tenant))
            }
        }
    }

    /// Runs `body` fenced to `tenant` inside a savepoint: if it throws, what it did is undone, what it wanted done at the end is not, and the
    /// transaction goes on. Bells that it asked for stay asked for. For work across tenants only.
    package func attempt<Value>(as tenant: TenantID, _ body: (borrowing Transaction) throws -> Value) throws -> Value {
        try wire.command("SAVEPOINT attempt")
        try wire.prelude(Identity.statement, Identity.binds(for: tenant))
        let value: Value
        let endings = bells.endings.count
        do {
            value = try body(Transaction(wire: wire, bells: bells, tenant: tenant))
            // The rest of the transaction is not fenced; what is done at its end is done as it runs.
            for index in endings..<bells.endings.count { bells.endings[index].tenant = self.tenant }
        } catch {
            bells.endings.removeLast(bells.endings.count - endings)
            // Takes the role and the tenant back as well: they were set after the savepoint.
            try wire.command("ROLLBACK TO SAVEPOINT attempt")
            try wire.command("RELEASE SAVEPOINT attempt")
            throw error
        }
        try wire.command("RELEASE SAVEPOINT attempt")
        try wire.prelude(Identity.statement, Identity.binds(for: self.tenant))
        return value
    }
}

/// What a transaction wants done at its end and after it, across the savepoints within it.
final class Bells {
    /// Something to be done before the commit.
    struct Ending {
        let order: Int
        /// As whom; nil is across tenants.
        var tenant: TenantID?
        let work: (borrowing Transaction) throws -> Void
    }

    var topics: Set<Topic> = []
    var endings: [Ending] = []
}
