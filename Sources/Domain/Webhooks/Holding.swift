package import Contracts
package import Core
package import Database

extension Webhooks: TenantHolding {
    private static let endpointKind = "webhook_endpoint"
    private static let deliveryKind = "webhook_delivery"

    package var kinds: [String] { [Self.endpointKind, Self.deliveryKind] }

    package func export(
        _ kind: String, of tenant: TenantID, after cursor: String?, limit: Int, in tx: borrowing Transaction
    ) throws -> ExportPage {
        switch kind {
        case Self.endpointKind:
            let found = try HoldingStore.endpoints(of: tenant, after: cursor.flatMap { EndpointID($0) }, limit: limit, in: tx)
            return ExportPage(found, limit: limit, record: \.json, cursor: \.id.description)
        case Self.deliveryKind:
            let found = try HoldingStore.deliveries(of: tenant, after: cursor.flatMap { DeliveryID($0) }, limit: limit, in: tx)
            return ExportPage(found, limit: limit, record: \.json, cursor: \.id.description)
        default: return ExportPage(records: [], next: nil)
        }
    }

    package func erase(_ limit: Int, of tenant: TenantID, in tx: borrowing Transaction) throws -> Int {
        // Deliveries first: an endpoint takes all of its own along, however many they are.
        let deliveries = try HoldingStore.eraseDeliveries(limit, of: tenant, in: tx)
        guard deliveries == 0 else { return deliveries }
        return try HoldingStore.eraseEndpoints(limit, of: tenant, in: tx)
    }
}
