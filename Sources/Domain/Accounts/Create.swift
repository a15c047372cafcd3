import Contracts
import Core
import Crypto
import Database

extension Accounts {
    /// How much chance there is in a password that is made here, in bytes.
    private static let passwordBytes = 18

    /// Makes a tenant, its owner, its data key, its subscription and two keys, all or nothing.
    ///
    /// Throws `Problem.invalid` with every rule that is broken, `Problem.conflict(.slugTaken)`, and `Problem.limited` when too many passwords
    /// are being hashed.
    package func create(_ wanted: NewTenant) async throws -> TenantCreation {
        try await check(wanted)
        guard let email = EmailAddress(wanted.ownerEmail) else { throw Problem.invalid(wanted.violations) }
        let password = Base62.encode(runtime.chance.bytes(Self.passwordBytes))
        // Before the bracket: it takes a quarter of a second, during which a connection would be held.
        let owner = AccountStore.NewPerson(
            id: runtime.ids.next(), email: email.description, role: "owner", password: try await hash(password).description)
        let tenant: TenantID = runtime.ids.next()
        let dataKey = AccountStore.WrappedKey(version: 1, bytes: KeyWrap.wrap(SymmetricKey(chance: runtime.chance), under: masterKey))
        let now = runtime.clock.now

        let issued: (live: Secret<String>, test: Secret<String>)
        do {
            issued = try await database.system { tx in
                tx.ring(Self.changed)
                try AccountStore.insert(
                    tenant, name: wanted.name, slug: wanted.slug, timeZone: wanted.timeZone, at: now, in: tx)
                try AccountStore.insert(owner, of: tenant, at: now, in: tx)
                try AccountStore.insert(dataKey, of: tenant, at: now, in: tx)
                try plans.subscribe(tenant, to: wanted.plan, in: tx)
                return (
                    live: try keys.issue(.live, named: "Live", for: tenant, in: tx),
                    test: try keys.issue(.test, named: "Test", for: tenant, in: tx)
                )
            }
        } catch let error as DatabaseError where error.code == .constraint("slug_taken") {
            throw Problem.conflict(.slugTaken)
        }
        tenants.forget()
        return TenantCreation(
            tenant: tenant, slug: wanted.slug, plan: wanted.plan,
            owner: TenantCreation.Owner(id: owner.id, email: owner.email, password: Secret(password)), apiKey: issued.live,
            testKey: issued.test)
    }

    /// Collects what is wrong, so that all of it is said at once.
    private func check(_ wanted: NewTenant) async throws {
        var violations = wanted.violations
        violations += try await database.system { tx in
            var violations: [Violation] = []
            if !(try isTimeZone(wanted.timeZone, in: tx)) {
                violations.append(Violation("/time_zone", "Must be an IANA time zone, such as Africa/Nairobi."))
            }
            if !(try plans.offers(wanted.plan, in: tx)) { violations.append(Violation("/plan", "There is no plan of that name.")) }
            return violations
        }
        guard violations.isEmpty else { throw Problem.invalid(violations) }
    }

    private func isTimeZone(_ name: String, in tx: borrowing Transaction) throws -> Bool {
        // PostgreSQL's list takes a tenth of a second to read.
        if name == "UTC" { return true }
        return TimeZoneName.isPlausible(name) ? try AccountStore.isTimeZone(name, in: tx) : false
    }

    private func hash(_ password: String) async throws -> PasswordHash {
        do {
            return try await passwords.hash(password)
        } catch .overloaded {
            throw Problem.limited(retryAfter: 1)
        }
    }
}
