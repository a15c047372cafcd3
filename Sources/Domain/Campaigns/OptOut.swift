package import Contracts
package import Core
package import Database

extension Campaigns: OptOuts {
    package func optedOut(among numbers: [PhoneNumber], of tenant: TenantID, in tx: borrowing Transaction) throws -> Set<PhoneNumber> {
        guard !numbers.isEmpty else { return [] }
        return try OptOutStore.optedOut(among: numbers, of: tenant, in: tx)
    }
}
