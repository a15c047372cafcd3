import Contracts
import Core
import Database

/// `groups.listing`: how far what is remembered of an instance's groups can be trusted.
enum ListingStore {
    static func find(of instance: InstanceReference, in tx: borrowing Transaction) throws -> Listing {
        try tx.first(
            "SELECT listed_at, connected_at FROM groups.listing WHERE tenant_id = \(instance.tenant) AND instance_id = \(instance.id)"
        ) { row in Listing(listedAt: try row.next(Instant?.self), connectedAt: try row.next(Instant?.self)) } ?? Listing()
    }

    static func listed(of instance: InstanceReference, at: Instant, in tx: borrowing Transaction) throws {
        try tx.run(
            """
            INSERT INTO groups.listing (tenant_id, instance_id, listed_at) VALUES (\(instance.tenant), \(instance.id), \(at))
            ON CONFLICT (tenant_id, instance_id) DO UPDATE SET listed_at = greatest(groups.listing.listed_at, excluded.listed_at)
            """)
    }

    static func connected(_ instance: InstanceReference, at: Instant, in tx: borrowing Transaction) throws {
        try tx.run(
            """
            INSERT INTO groups.listing (tenant_id, instance_id, connected_at) VALUES (\(instance.tenant), \(instance.id), \(at))
            ON CONFLICT (tenant_id, instance_id) DO UPDATE SET connected_at = greatest(groups.listing.connected_at, excluded.connected_at)
            """)
    }

    static func delete(of instance: InstanceReference, in tx: borrowing Transaction) throws {
        try tx.run("DELETE FROM groups.listing WHERE tenant_id = \(instance.tenant) AND instance_id = \(instance.id)")
    }
}
