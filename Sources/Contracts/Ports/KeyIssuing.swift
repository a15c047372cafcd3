package import Core
package import Database

/// Making a new tenant's first keys. Offered by Auth.
package protocol KeyIssuing: Sendable {
    /// A new key with all scopes, which is shown now and never again; undone if the transaction is, which must be one across tenants.
    func issue(_ environment: KeyEnvironment, named name: String, for tenant: TenantID, in tx: borrowing Transaction) throws -> Secret<String>
}
