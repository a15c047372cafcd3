package import Core
package import Database

/// Who wants nothing in bulk. Offered by Campaigns.
package protocol OptOuts: Sendable {
    /// Those of the numbers that have opted out.
    func optedOut(among numbers: [PhoneNumber], of tenant: TenantID, in tx: borrowing Transaction) throws -> Set<PhoneNumber>
}
