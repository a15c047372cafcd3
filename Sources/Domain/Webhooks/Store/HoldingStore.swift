import Contracts
import Core
import Database

/// The statements on the schema `webhooks` that hand out or erase what a tenant has in it.
enum HoldingStore {
    /// An endpoint as it is handed out: without its secret, and of its own headers, which may carry others, the names alone.
    struct HeldEndpoint {
        let id: EndpointID
        let json: JSON
    }

    /// A delivery as it is handed out.
    struct HeldDelivery {
        let id: DeliveryID
        let json: JSON
    }

    /// The tenant's endpoints after `cursor`, oldest first.
    static func endpoints(
        of tenant: TenantID, after cursor: EndpointID?, limit: Int, in tx: borrowing Transaction
    ) throws -> [HeldEndpoint] {
        let rest: SQL = cursor.map { "AND id > \($0)" } ?? ""
        return try tx.rows(
            """
            SELECT id, instance_id, url, events, dialect, headers, status, paused_reason, created_at
              FROM webhooks.endpoint WHERE tenant_id = \(tenant) \(rest) ORDER BY id LIMIT \(limit)
            """
        ) { row in
            let id: EndpointID = try row.next()
            let json: JSON = [
                "id": .string(id.description), "instance_id": .optional(try row.next(InstanceID?.self)?.description),
                "url": .string(try row.next()), "events": .array(try row.next([String].self).map(JSON.string)),
                "dialect": .string(try row.next()),
                "headers": .array((try row.next(JSON.self).object ?? []).map { .string($0.name) }), "status": .string(try row.next()),
                "paused_reason": .optional(try row.next(String?.self)), "created_at": .string(try row.next(Instant.self).description),
            ]
            return HeldEndpoint(id: id, json: json)
        }
    }

    /// The tenant's deliveries after `cursor`, oldest first.
    static func deliveries(
        of tenant: TenantID, after cursor: DeliveryID?, limit: Int, in tx: borrowing Transaction
    ) throws -> [HeldDelivery] {
        let rest: SQL = cursor.map { "AND id > \($0)" } ?? ""
        return try tx.rows(
            """
            SELECT id, endpoint_id, event_id, event_type, body, status, tries, due_at, attempts, created_at
              FROM webhooks.delivery WHERE tenant_id = \(tenant) \(rest) ORDER BY id LIMIT \(limit)
            """
        ) { row in
            let id: DeliveryID = try row.next()
            let json: JSON = [
                "id": .string(id.description), "endpoint_id": .string(try row.next(EndpointID.self).description),
                "event_id": .string(try row.next(EventID.self).description), "event_type": .string(try row.next()),
                "body": .string(try row.next()), "status": .string(try row.next()), "tries": .integer(Int64(try row.next(Int16.self))),
                "due_at": .string(try row.next(Instant.self).description), "attempts": try row.next(JSON.self),
                "created_at": .string(try row.next(Instant.self).description),
            ]
            return HeldDelivery(id: id, json: json)
        }
    }

    /// Erases at most `limit` of the tenant's deliveries; how many there were.
    static func eraseDeliveries(_ limit: Int, of tenant: TenantID, in tx: borrowing Transaction) throws -> Int {
        try tx.run(
            """
            DELETE FROM webhooks.delivery
             WHERE tenant_id = \(tenant) AND id IN (SELECT id FROM webhooks.delivery WHERE tenant_id = \(tenant) ORDER BY id LIMIT \(limit))
            """)
    }

    /// Erases at most `limit` of the tenant's endpoints; how many there were.
    static func eraseEndpoints(_ limit: Int, of tenant: TenantID, in tx: borrowing Transaction) throws -> Int {
        try tx.run(
            """
            DELETE FROM webhooks.endpoint
             WHERE tenant_id = \(tenant) AND id IN (SELECT id FROM webhooks.endpoint WHERE tenant_id = \(tenant) ORDER BY id LIMIT \(limit))
            """)
    }
}
