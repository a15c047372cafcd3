import Contracts
import Core
import Database

extension Accounts {
    /// The plan of a tenant that signs itself up.
    private static let plan = "free"
    /// How many slugs are tried for one that nobody has.
    private static let slugTries = 8

    /// Makes a tenant of an organization that signs itself up, and signs its first owner in. It has no keys yet: its owner makes them.
    ///
    /// Throws `Problem.forbidden(.signUpClosed)`, `.invalid` with every rule that is broken, and `.limited` after too many from one address.
    package func signUp(_ organization: NewOrganization, from address: String) async throws -> SignIn {
        guard isSignUpOpen else { throw Problem.forbidden(.signUpClosed) }
        guard organization.violations.isEmpty, let email = EmailAddress(organization.email) else {
            throw Problem.invalid(organization.violations)
        }
        try throttle.countSignUp(from: address)
        let owner = PersonStore.NewPerson(
            id: runtime.ids.next(), email: email.description, firstName: organization.firstName, lastName: organization.lastName, role: .owner,
            password: try await hash(organization.password, from: address))
        let slug = Slug.made(of: organization.organization)
        var founding = Founding(
            tenant: runtime.ids.next(), slug: slug, name: organization.organization, timeZone: "UTC", plan: Self.plan, owner: owner)
        for _ in 0..<Self.slugTries {
            do {
                let signIn = try await begin(founding)
                tenants.forget()
                return signIn
            } catch let error as DatabaseError where error.code == .constraint("slug_taken") {
                founding.slug = Slug.distinguished(slug, chance: runtime.chance)
            }
        }
        throw Problem.conflict(.slugTaken)
    }

    private func begin(_ founding: Founding) async throws -> SignIn {
        try await database.system { tx in
            let person = try found(founding, by: founding.owner.id, in: tx)
            guard let profile = try profile(founding.tenant, in: tx) else { throw Problem.notFound(.tenant) }
            let token = try tokens.issueToken(for: person.id, in: person.role, of: founding.tenant, in: tx)
            return SignIn(tenant: profile, person: person, token: token)
        }
    }
}
