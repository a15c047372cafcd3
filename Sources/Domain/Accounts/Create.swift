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
        let password = Secret(Base62.encode(runtime.chance.bytes(Self.passwordBytes)))
        // Before the bracket: it takes a quarter of a second, during which a connection would be held.
        let owner = PersonStore.NewPerson(
            id: runtime.ids.next(), email: email.description, firstName: nil, lastName: nil, role: .owner,
            password: try await hash(password, from: nil))
        let founding = Founding(
            tenant: runtime.ids.next(), slug: wanted.slug, name: wanted.name, timeZone: wanted.timeZone, plan: wanted.plan, owner: owner)

        let issued: (live: Secret<String>, test: Secret<String>)
        do {
            issued = try await database.system { tx in
                _ = try found(founding, in: tx)
                return (
                    live: try keys.issue(.live, named: "Live", for: founding.tenant, in: tx),
                    test: try keys.issue(.test, named: "Test", for: founding.tenant, in: tx)
                )
            }
        } catch let error as DatabaseError where error.code == .constraint("slug_taken") {
            throw Problem.conflict(.slugTaken)
        }
        Undertaking.afterCommit { [tenants] in tenants.forget() }
        return TenantCreation(
            tenant: founding.tenant, slug: founding.slug, plan: founding.plan,
            owner: TenantCreation.Owner(id: owner.id, email: owner.email, password: password), apiKey: issued.live, testKey: issued.test)
    }

    /// What a tenant begins with, however it is made.
    struct Founding: Sendable {
        let tenant: TenantID
        var slug: String
        let name: String
        let timeZone: String
        let plan: String
        let owner: PersonStore.NewPerson

        var audited: JSON {
            [
                "slug": .string(slug), "name": .string(name), "time_zone": .string(timeZone), "plan": .string(plan),
                "owner": ["id": .string(owner.id.description), "email": .string(owner.email)],
            ]
        }
    }

    /// Makes a tenant, its owner, its data key and its subscription. Across tenants.
    /// `person` is its owner where nobody else makes it.
    func found(_ founding: Founding, by person: PersonID? = nil, in tx: borrowing Transaction) throws -> PersonProfile {
        let now = runtime.clock.now
        tx.ring(Self.changed)
        try AccountStore.insert(founding.tenant, name: founding.name, slug: founding.slug, timeZone: founding.timeZone, at: now, in: tx)
        let dataKey = AccountStore.WrappedKey(version: 1, bytes: KeyWrap.wrap(SymmetricKey(chance: runtime.chance), under: masterKey))
        try AccountStore.insert(dataKey, of: founding.tenant, at: now, in: tx)
        try plans.subscribe(founding.tenant, to: founding.plan, in: tx)
        try trail.record(AuditEntry(.tenantCreated, of: founding.tenant, after: founding.audited, by: person), in: tx)
        return try PersonStore.insert(founding.owner, of: founding.tenant, at: now, in: tx)
    }

    /// Collects what is wrong, so that all of it is said at once.
    private func check(_ wanted: NewTenant) async throws {
        var violations = wanted.violations
        violations += try await database.survey { tx in
            var violations: [Violation] = []
            if !(try isTimeZone(wanted.timeZone, in: tx)) { violations.append(TimeZoneName.violation) }
            if !(try plans.offers(wanted.plan, in: tx)) { violations.append(Violation("/plan", "There is no plan of that name.")) }
            return violations
        }
        guard violations.isEmpty else { throw Problem.invalid(violations) }
    }

    /// Whether local times can be read in that zone.
    func isTimeZone(_ name: String, in tx: borrowing Transaction) throws -> Bool {
        // PostgreSQL's list takes a tenth of a second to read.
        if name == "UTC" { return true }
        return TimeZoneName.isPlausible(name) ? try AccountStore.isTimeZone(name, in: tx) : false
    }
}
