import API
import Accounts
import Contracts
import Core
import HTTP

/// What `POST /login` takes (contract FS1-40).
struct LoginRequest: Sendable {
    var email: String
    var password: Secret<String>

    static let shape = Shape.object(
        { LoginRequest(email: $0, password: $1) },
        Field("email", \.email, .text(min: 1, max: Values.textLimit), "User's email"),
        Field("password", \.password, Values.password, "User's password")
    ).named("LoginRequest")

    static let example = LoginRequest(email: "sosmongare@gmail.com", password: Secret("admin123"))
}

/// The answer to `POST /login` (contract FS1-41 to FS1-43).
struct LoggedIn: Sendable {
    var token: Secret<String>

    static let shape = Shape.object(
        { (_: String, token: String, _: String, _: Int) in LoggedIn(token: Secret(token)) },
        Field("status", { _ in Values.success }, .constant(Values.success)),
        Field("access_token", \.token.reveal, .text(), "To be sent as `Authorization: Bearer …` beside the API key"),
        Field("token_type", { _ in "Bearer" }, .constant("Bearer")),
        Field("expires_in", { _ in AccessToken.lifetime }, .integer(), "How long the token lives, in seconds")
    ).named("LoggedIn")

    static let example = LoggedIn(token: Secret("1acdff9afe3fcbf788d06df07057d29cbc18d02deafb0e71f004510f8b120e4e"))
}

extension FlareSendV1 {
    /// A user of the tenant that the key names, and of no other (FS1-50).
    var login: Route {
        Route(
            .post, "/login", "Authenticate a user to receive an access token", takes: .body(LoginRequest.shape, example: LoginRequest.example),
            gives: .ok(LoggedIn.shape, example: LoggedIn.example), auth: .key([])
        ) { [accounts] call, body in
            let signIn = try await accounts.signIn(
                email: body.email, password: body.password, tenant: call.caller.tenant, from: call.clientAddress)
            return LoggedIn(token: signIn.token)
        }
    }
}
