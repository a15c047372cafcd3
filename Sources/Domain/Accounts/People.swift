package import Contracts
import Core
import Database

extension Accounts {
    /// How many people may work for a tenant.
    package static let peopleLimit = 1000

    /// Makes somebody one of the caller's tenant's people, as a member (contract FS1-20 to 33).
    ///
    /// Throws `Problem.forbidden`, `.invalid` with every rule that is broken, `.conflict(.emailTaken)`, `.limitReached(.user)`, and `.limited`
    /// while too many passwords are being hashed.
    package func register(_ person: NewPerson, from address: String, as caller: Caller) async throws -> PersonProfile {
        try caller.requireManaging()
        guard person.violations.isEmpty, let email = EmailAddress(person.email) else { throw Problem.invalid(person.violations) }
        let tenant = caller.tenant
        // Nothing is hashed for an address that is taken.
        if try await database.read(as: tenant, { tx in try PersonStore.isTaken(email, in: tenant, in: tx) }) {
            throw Problem.conflict(.emailTaken)
        }
        let new = PersonStore.NewPerson(
            id: runtime.ids.next(), email: email.description, firstName: person.firstName, lastName: person.lastName, role: .member,
            password: try await hash(person.password, from: address))
        do {
            return try await database.write(as: tenant) { tx in
                let person = try add(new, to: tenant, in: tx)
                try trail.record(AuditEntry(.personAdded, "person:\(person.id)", of: tenant, after: person.audited), in: tx)
                return person
            }
        } catch let error as DatabaseError where error.code == Self.emailTaken {
            throw Problem.conflict(.emailTaken)
        }
    }

    /// The people of the caller's tenant, in the order in which they came, and the cursor of the next page, nil after the last. `limit` is clamped
    /// to `pageLimit`. Throws `Problem.forbidden`.
    package func people(limit: Int, after cursor: PersonID? = nil, as caller: Caller) async throws -> (people: [PersonProfile], next: PersonID?) {
        try caller.requireManaging()
        let limit = min(max(limit, 1), Self.pageLimit)
        let people = try await database.read(as: caller.tenant) { tx in
            try PersonStore.list(caller.tenant, after: cursor, limit: limit + 1, in: tx)
        }
        return people.count > limit ? (Array(people.prefix(limit)), people[limit - 1].id) : (people, nil)
    }

    /// One of the people of the caller's tenant, or the caller himself; throws `Problem.forbidden` and `.notFound(.user)`.
    package func person(_ id: PersonID, as caller: Caller) async throws -> PersonProfile {
        if id != caller.person { try caller.requireManaging() }
        let person = try await database.read(as: caller.tenant) { tx in try PersonStore.person(id, of: caller.tenant, in: tx) }
        guard let person else { throw Problem.notFound(.user) }
        return person
    }

    /// Changes what somebody may do, or is called; his own names anybody may change. Another role ends all his tokens, and invitations that he
    /// has made.
    ///
    /// Throws `Problem.forbidden` (only an owner's own token makes and unmakes owners), `.notFound(.user)`, `.invalid`, and
    /// `.conflict(.lastOwner)`.
    package func change(
        _ id: PersonID, role: Role? = nil, firstName: Change<String> = .unchanged, lastName: Change<String> = .unchanged, as caller: Caller
    ) async throws -> PersonProfile {
        if role != nil || id != caller.person { try caller.requireManaging() }
        let tenant = caller.tenant
        let now = runtime.clock.now
        let (person, hasOtherRole) = try await database.system { tx in
            let old = try locked(id, of: tenant, in: tx)
            let new = PersonProfile(
                id: id, email: old.email, firstName: firstName.applied(to: old.firstName), lastName: lastName.applied(to: old.lastName),
                role: role ?? old.role, createdAt: old.createdAt)
            let violations = PersonalName.violations(first: new.firstName, last: new.lastName)
            guard violations.isEmpty else { throw Problem.invalid(violations) }
            if new.role != old.role { try requireRight(toMake: old, new.role, as: caller, in: tx) }
            try PersonStore.update(new, of: tenant, at: now, in: tx)
            if new.role != old.role { try end(everythingOf: id, of: tenant, in: tx) }
            if new != old {
                try trail.record(
                    AuditEntry(.personChanged, "person:\(id)", of: tenant, before: old.audited, after: new.audited), in: tx)
            }
            return (new, new.role != old.role)
        }
        if hasOtherRole { Undertaking.afterCommit { [tokens] in tokens.forgetAdmissions() } }
        return person
    }

    /// Removes somebody, his tokens, and invitations that he has made. Throws `Problem.forbidden` (owners are removed by owners' own tokens only),
    /// `.notFound(.user)` and `.conflict(.lastOwner)`.
    package func removePerson(_ id: PersonID, as caller: Caller) async throws {
        try caller.requireManaging()
        let tenant = caller.tenant
        try await database.system { tx in
            let person = try locked(id, of: tenant, in: tx)
            try requireRight(toMake: person, nil, as: caller, in: tx)
            try PersonStore.delete(id, of: tenant, in: tx)
            try end(everythingOf: id, of: tenant, in: tx)
            try trail.record(AuditEntry(.personRemoved, "person:\(id)", of: tenant, before: person.audited), in: tx)
        }
        Undertaking.afterCommit { [tokens] in tokens.forgetAdmissions() }
    }

    /// Makes somebody one of the tenant's people unless there are too many. Across tenants, or as the tenant.
    func add(_ person: PersonStore.NewPerson, to tenant: TenantID, in tx: borrowing Transaction) throws -> PersonProfile {
        guard try AccountStore.lock(tenant, in: tx) != nil else { throw Problem.notFound(.tenant) }
        guard try PersonStore.count(of: tenant, in: tx) < Self.peopleLimit else { throw Problem.limitReached(.user, limit: Self.peopleLimit) }
        return try PersonStore.insert(person, of: tenant, at: runtime.clock.now, in: tx)
    }

    /// What the database says to an address that was given away since it was looked for.
    static let emailTaken = DatabaseError.Code.constraint("person_email_taken")

    /// The person, whom nobody else changes until the transaction ends: all changes of a tenant's people come one after another.
    private func locked(_ id: PersonID, of tenant: TenantID, in tx: borrowing Transaction) throws -> PersonProfile {
        guard try AccountStore.lock(tenant, in: tx) != nil else { throw Problem.notFound(.tenant) }
        guard let person = try PersonStore.person(id, of: tenant, in: tx) else { throw Problem.notFound(.user) }
        return person
    }

    /// Throws unless the caller may make that of the person; nil is to remove him.
    private func requireRight(toMake person: PersonProfile, _ role: Role?, as caller: Caller, in tx: borrowing Transaction) throws {
        guard person.role == .owner || role == .owner else { return }
        try caller.requireOwner(in: tx)
        if person.role == .owner, try PersonStore.owners(of: caller.tenant, in: tx) == 1 { throw Problem.conflict(.lastOwner) }
    }

    private func end(everythingOf person: PersonID, of tenant: TenantID, in tx: borrowing Transaction) throws {
        try InvitationStore.delete(by: person, of: tenant, in: tx)
        try tokens.revokeTokens(of: person, of: tenant, in: tx)
    }
}
