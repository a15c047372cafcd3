import API
import Accounts
import Contracts
import Core

/// What somebody is answered who has just come in.
struct SignInResource: Sendable {
    var tenant: TenantResource
    var user: UserResource
    var accessToken: Secret<String>
    var expiresIn: Int

    init(_ signIn: SignIn) {
        self.init(
            tenant: TenantResource(signIn.tenant), user: UserResource(signIn.person), accessToken: signIn.token,
            expiresIn: AccessToken.lifetime)
    }

    init(tenant: TenantResource, user: UserResource, accessToken: Secret<String>, expiresIn: Int) {
        self.tenant = tenant
        self.user = user
        self.accessToken = accessToken
        self.expiresIn = expiresIn
    }

    static let shape = Shape.object(
        { SignInResource(tenant: $0, user: $1, accessToken: $2, expiresIn: $3) },
        Field("tenant", \.tenant, TenantResource.shape),
        Field("user", \.user, UserResource.shape),
        Field("access_token", \.accessToken, Shape<String>.text().secret, "Stands where an API key does, for this person"),
        Field("expires_in", \.expiresIn, .integer(), "How long the token lives, in seconds")
    ).named("SignIn")
}

/// What `POST /v1/sign-up` takes.
struct SignUpRequest: Sendable {
    var organization: String
    var email: String
    var password: Secret<String>
    var firstName: String
    var lastName: String

    static let shape = Shape.object(
        { SignUpRequest(organization: $0, email: $1, password: $2, firstName: $3, lastName: $4) },
        Field("organization", \.organization, .text(min: 1, max: NewTenant.nameLimit), "What people call the tenant to be"),
        Field("email", \.email, .emailAddress, "What its owner signs in with"),
        Field("password", \.password, .newPassword),
        Field("first_name", \.firstName, .personName),
        Field("last_name", \.lastName, .personName))

    static let example = SignUpRequest(
        organization: "Acme", email: "wanjiku@acme.test", password: Secret("correct horse battery"), firstName: "Wanjiku", lastName: "Mwangi")
}

/// What `POST /v1/sign-in` takes.
struct SignInRequest: Sendable {
    var email: String
    var password: Secret<String>
    var tenant: String

    static let shape = Shape.object(
        { SignInRequest(email: $0, password: $1, tenant: $2) },
        Field("email", \.email, .text(min: 1, max: EmailAddress.limit)),
        Field("password", \.password, .somePassword),
        Field("tenant", \.tenant, .text(min: 1, max: NewTenant.slugLength.upperBound), "The tenant's slug or id"))

    static let example = SignInRequest(email: "wanjiku@acme.test", password: Secret("correct horse battery"), tenant: "acme")
}

/// What `POST /v1/password` takes.
struct PasswordChange: Sendable {
    var current: Secret<String>
    var new: Secret<String>

    static let shape = Shape.object(
        { PasswordChange(current: $0, new: $1) },
        Field("current_password", \.current, .somePassword),
        Field("new_password", \.new, .newPassword))

    static let example = PasswordChange(current: Secret("correct horse battery"), new: Secret("staple correct horse"))
}

/// A token in the place of another.
struct TokenResource: Sendable {
    var accessToken: Secret<String>
    var expiresIn = AccessToken.lifetime

    static let shape = Shape.object(
        { TokenResource(accessToken: $0, expiresIn: $1) },
        Field("access_token", \.accessToken, Shape<String>.text().secret, "Stands where an API key does, for this person"),
        Field("expires_in", \.expiresIn, .integer(), "How long the token lives, in seconds"))
}

/// What `POST /v1/stream-tokens` takes.
struct StreamTokenRequest: Sendable {
    var path: String

    static let shape = Shape.object(
        { StreamTokenRequest(path: $0) },
        Field("path", \.path, .text(min: 1, max: pathLimit), "The path of the event stream to open"))

    /// Longer than the path of any stream, in characters.
    private static let pathLimit = 200

    static let example = StreamTokenRequest(path: "/v1/instances/0199a000-0000-7000-8000-000000000002/events")
}

/// What opens an event stream, once.
struct StreamTokenResource: Sendable {
    var token: Secret<String>
    var expiresAt: Instant

    static let shape = Shape.object(
        { StreamTokenResource(token: $0, expiresAt: $1) },
        Field("token", \.token, Shape<String>.text().secret, "To be added to the path as `?token=`; works once"),
        Field("expires_at", \.expiresAt, .instant))
}
