import API
import Accounts
import Contracts
import Core
import HTTP

/// What `POST /register` takes (contract FS1-22).
struct Registration: Sendable {
    var firstName: String
    var lastName: String
    var email: String
    var password: Secret<String>

    static let shape = Shape.object(
        { Registration(firstName: $0, lastName: $1, email: $2, password: $3) },
        Field("firstname", \.firstName, .text(min: 1, max: Values.textLimit), "User's first name"),
        Field("lastname", \.lastName, .text(min: 1, max: Values.textLimit), "User's last name"),
        Field("email", \.email, .text(min: 1, max: Values.textLimit), "User's email address"),
        Field("password", \.password, Values.password, "User's password")
    ).named("Registration")

    static let example = Registration(firstName: "Sos", lastName: "Mongare", email: "sosmongare@gmail.com", password: Secret("admin123"))
}

/// The answer to `POST /register` (contract FS1-23 to FS1-25).
struct Registered: Sendable {
    var user: String
    var createdAt: Instant

    static let shape = Shape.object(
        { (_: String, user: String, _: String, createdAt: Instant) in Registered(user: user, createdAt: createdAt) },
        Field("status", { _ in Values.success }, .constant(Values.success)),
        Field("user_id", \.user, .text(), "The user's id"),
        Field("message", { _ in "Account created successfully" }, .text()),
        Field("created_at", \.createdAt, Values.time, "When the account was made, UTC")
    ).named("Registered")

    static let example = Registered(user: "u0199a0000000700080000000000000a1", createdAt: Instant(seconds: 1_758_887_400))
}

extension FlareSendV1 {
    /// Whoever holds the application's key makes users of the key's tenant (FS1-33); they have the role `member`.
    var register: Route {
        Route(
            .post, "/register", "Register a new user account", takes: .body(Registration.shape, example: Registration.example),
            gives: .ok(Registered.shape, example: Registered.example), fails: [.conflict, .limited], auth: .key(.manage)
        ) { [accounts] call, body in
            let person = NewPerson(firstName: body.firstName, lastName: body.lastName, email: body.email, password: body.password)
            let made = try await accounts.register(person, from: call.clientAddress, as: call.caller)
            return Registered(user: Values.user(made.id), createdAt: made.createdAt)
        }
    }
}
