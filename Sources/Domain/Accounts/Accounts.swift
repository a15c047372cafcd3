package import Contracts
package import Core
package import Crypto
package import Database

/// Makes tenants with their owners, and knows whether a tenant may do anything.
///
/// Owns   accounts.tenant, accounts.slug, accounts.person, accounts.data_key
/// Says   –
/// Hears  –
/// Needs  Subscribing, KeyIssuing
package struct Accounts: Sendable {
    /// Rung when a tenant was made or changed anywhere.
    package static let changed = Topic("accounts.changed")

    let database: Database
    let tenants: Tenants
    let passwords: PasswordHasher
    let masterKey: SymmetricKey
    let plans: any Subscribing
    let keys: any KeyIssuing
    let runtime: Runtime

    /// Accounts over that database. `masterKey` wraps the tenants' data keys.
    package init(
        database: Database, tenants: Tenants, passwords: PasswordHasher, masterKey: SymmetricKey, plans: any Subscribing,
        keys: any KeyIssuing, runtime: Runtime
    ) {
        self.database = database
        self.tenants = tenants
        self.passwords = passwords
        self.masterKey = masterKey
        self.plans = plans
        self.keys = keys
        self.runtime = runtime
    }
}
