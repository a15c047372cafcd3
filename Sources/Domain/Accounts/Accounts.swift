package import Contracts
package import Core
package import Crypto
package import Database
package import Events

/// Makes tenants and ends them, knows the people who work for them and signs these in, and hands a tenant all that there is of it.
///
/// Owns   accounts.tenant, accounts.slug, accounts.person, accounts.invitation, accounts.data_key
/// Says   TenantClosed
/// Hears  –
/// Needs  Subscribing, KeyIssuing, TokenIssuing, DefaultInstance, TenantHolding, AuditTrail
package struct Accounts: Sendable {
    /// Rung when a tenant was made or changed anywhere.
    package static let changed = Topic("accounts.changed")
    /// How many people or invitations a page holds at most.
    package static let pageLimit = 100

    let database: Database
    let tenants: Tenants
    let passwords: PasswordHasher
    let masterKey: SymmetricKey
    let plans: any Subscribing
    let keys: any KeyIssuing
    let tokens: any TokenIssuing
    let defaults: any DefaultInstance
    let holdings: [any TenantHolding]
    let outbox: Outbox
    let publicURL: String
    let isSignUpOpen: Bool
    let throttle: Throttle
    let eraser: Eraser
    let trail: any AuditTrail
    let runtime: Runtime

    /// Accounts over that database. `masterKey` wraps the tenants' data keys; `holdings` are what the other modules keep of a tenant, in the
    /// order in which they are handed out and erased, which ends with what is on its way between them; `publicURL`, without a slash at the end, is where people's browsers find Herald.
    package init(
        database: Database, tenants: Tenants, passwords: PasswordHasher, masterKey: SymmetricKey, plans: any Subscribing,
        keys: any KeyIssuing, tokens: any TokenIssuing, defaults: any DefaultInstance, holdings: [any TenantHolding], outbox: Outbox,
        publicURL: String, isSignUpOpen: Bool, trail: any AuditTrail, runtime: Runtime
    ) {
        self.database = database
        self.tenants = tenants
        self.passwords = passwords
        self.masterKey = masterKey
        self.plans = plans
        self.keys = keys
        self.tokens = tokens
        self.defaults = defaults
        self.holdings = holdings
        self.outbox = outbox
        self.publicURL = publicURL
        self.isSignUpOpen = isSignUpOpen
        self.trail = trail
        self.runtime = runtime
        throttle = Throttle(clock: runtime.clock)
        eraser = Eraser(database: database, runtime: runtime)
    }
}
