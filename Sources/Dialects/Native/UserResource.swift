import API
import Accounts
import Contracts
import Core

/// Somebody who works for a tenant, as the native API shows them.
struct UserResource: Sendable {
    var id: PersonID
    var email: String
    var firstName: String?
    var lastName: String?
    var role: Role
    var createdAt: Instant

    init(_ profile: PersonProfile) {
        self.init(
            id: profile.id, email: profile.email, firstName: profile.firstName, lastName: profile.lastName, role: profile.role,
            createdAt: profile.createdAt)
    }

    init(id: PersonID, email: String, firstName: String?, lastName: String?, role: Role, createdAt: Instant) {
        self.id = id
        self.email = email
        self.firstName = firstName
        self.lastName = lastName
        self.role = role
        self.createdAt = createdAt
    }

    static let shape = Shape.object(
        { UserResource(id: $0, email: $1, firstName: $2, lastName: $3, role: $4, createdAt: $5) },
        Field("id", \.id, .identifier()),
        Field("email", \.email, .text(), "What they sign in with"),
        Field("first_name", \.firstName, Shape<String>.text().nullable),
        Field("last_name", \.lastName, Shape<String>.text().nullable),
        Field("role", \.role, .choice(), "What they may do"),
        Field("created_at", \.createdAt, .instant)
    ).named("User")
}

/// What `PATCH /v1/users/{id}` takes.
struct UserUpdate: Sendable {
    var role: Role?
    var firstName: Change<String>
    var lastName: Change<String>

    static let shape = Shape.object(
        { UserUpdate(role: $0, firstName: $1, lastName: $2) },
        Field("role", \.role, optional: .choice(), "What they may do; owners are made and unmade by owners who have signed in"),
        Field("first_name", \.firstName, change: .personName),
        Field("last_name", \.lastName, change: .personName))

    static let example = UserUpdate(role: .member, firstName: .unchanged, lastName: .unchanged)
}
