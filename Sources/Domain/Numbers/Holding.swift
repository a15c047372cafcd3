package import Contracts
package import Core
package import Database

extension Numbers: TenantHolding {
    private static let registrationKind = "number"

    package var kinds: [String] { [Self.registrationKind] }

    package func export(
        _ kind: String, of tenant: TenantID, after cursor: String?, limit: Int, in tx: borrowing Transaction
    ) throws -> ExportPage {
        guard kind == Self.registrationKind else { return ExportPage(records: [], next: nil) }
        let held = try RegistrationStore.held(of: tenant, after: cursor, limit: limit, in: tx)
        return ExportPage(held, limit: limit, record: \.json, cursor: \.cursor)
    }

    package func erase(_ limit: Int, of tenant: TenantID, in tx: borrowing Transaction) throws -> Int {
        let registrations = try RegistrationStore.erase(limit, of: tenant, in: tx)
        guard registrations == 0 else { return registrations }
        return try AllowanceStore.erase(limit, of: tenant, in: tx)
    }
}
