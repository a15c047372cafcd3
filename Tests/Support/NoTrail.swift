package import Contracts
package import Database

/// Writes nothing down: for tests of what has nothing to do with it.
package struct NoTrail: AuditTrail {
    package init() {}
    package func record(_ entry: AuditEntry, in tx: borrowing Transaction) throws {}
}
