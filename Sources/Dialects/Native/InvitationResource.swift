import API
import Accounts
import Contracts
import Core

/// A place that is kept for somebody, as the native API shows it.
struct InvitationResource: Sendable {
    var id: InvitationID
    var email: String
    var role: Role
    var createdAt: Instant
    var expiresAt: Instant
    /// Shown once, when the invitation is made: what it carries opens the tenant's door.
    var link: String?

    init(_ facts: InvitationFacts, link: String? = nil) {
        self.init(id: facts.id, email: facts.email, role: facts.role, createdAt: facts.createdAt, expiresAt: facts.expiresAt, link: link)
    }

    init(id: InvitationID, email: String, role: Role, createdAt: Instant, expiresAt: Instant, link: String?) {
        self.id = id
        self.email = email
        self.role = role
        self.createdAt = createdAt
        self.expiresAt = expiresAt
        self.link = link
    }

    static let shape = Shape.object(
        { InvitationResource(id: $0, email: $1, role: $2, createdAt: $3, expiresAt: $4, link: $5) },
        Field("id", \.id, .identifier()),
        Field("email", \.email, .text(), "Who is invited"),
        Field("role", \.role, .choice(), "What they will be"),
        Field("created_at", \.createdAt, .instant),
        Field("expires_at", \.expiresAt, .instant, "Until when the link works"),
        Field("link", \.link, optional: .text(), "What to send them; works once, and is shown only now")
    ).named("Invitation")
}

/// What `POST /v1/invitations` takes.
struct NewInvitation: Sendable {
    var email: String
    var role: Role

    static let shape = Shape.object(
        { NewInvitation(email: $0, role: $1) },
        Field("email", \.email, .emailAddress, "Who is invited"),
        Field("role", \.role, .choice(), default: .member, "What they will be; only owners who have signed in make owners"))

    static let example = NewInvitation(email: "wanjiku@acme.test", role: .member)
}

/// What `POST /v1/invitations/accept` takes.
struct InvitationAcceptance: Sendable {
    var token: Secret<String>
    var password: Secret<String>
    var firstName: String
    var lastName: String

    static let shape = Shape.object(
        { InvitationAcceptance(token: $0, password: $1, firstName: $2, lastName: $3) },
        Field("token", \.token, Shape<String>.text(min: 1, max: tokenLimit).secret, "What follows the # in the link"),
        Field("password", \.password, .newPassword, "What to sign in with from then on"),
        Field("first_name", \.firstName, .personName),
        Field("last_name", \.lastName, .personName))

    /// Longer than any token, in characters.
    private static let tokenLimit = 100

    static let example = InvitationAcceptance(
        token: Secret("h9Vt3x…"), password: Secret("correct horse battery"), firstName: "Wanjiku", lastName: "Mwangi")
}
