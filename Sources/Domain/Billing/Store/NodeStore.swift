import Core
import Database

/// The processes that serve: `billing.node`. Across tenants.
enum NodeStore {
    /// Says that the process lives; how many have said so within `lifetime`, by the database's clock.
    static func beat(_ node: NodeID, lifetime: Duration, in tx: borrowing Transaction) throws -> Int {
        let seconds = Int32(lifetime.components.seconds)
        let count = try tx.first("SELECT billing.beat(\(node), clock_timestamp(), make_interval(secs => \(seconds)))") { try $0.next(Int32.self) }
        return Int(count ?? 1)
    }

    /// Says that the process is gone.
    static func leave(_ node: NodeID, in tx: borrowing Transaction) throws {
        try tx.run("DELETE FROM billing.node WHERE id = \(node)")
    }
}
