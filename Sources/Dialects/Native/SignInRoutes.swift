import API
import Accounts
import Auth
import Contracts
import Core
import HTTP

extension Native {
    var signInRoutes: [Route] { [signUp, signIn, signOut, changePassword, makeStreamToken] }

    private var signUp: Route {
        Route(
            .post, "/v1/sign-up", "Make a tenant and be its owner", takes: .body(SignUpRequest.shape, example: SignUpRequest.example),
            gives: .created(SignInResource.shape), fails: [.forbidden, .conflict, .limited], auth: .none
        ) { [accounts] call, body in
            let organization = NewOrganization(
                organization: body.organization, email: body.email, password: body.password, firstName: body.firstName, lastName: body.lastName)
            return SignInResource(try await accounts.signUp(organization, from: call.clientAddress))
        }
    }

    private var signIn: Route {
        Route(
            .post, "/v1/sign-in", "Sign in", takes: .body(SignInRequest.shape, example: SignInRequest.example),
            gives: .ok(SignInResource.shape), fails: [.unauthenticated, .forbidden, .limited], auth: .none
        ) { [accounts] call, body in
            SignInResource(
                try await accounts.signIn(email: body.email, password: body.password, tenantNamed: body.tenant, from: call.clientAddress))
        }
    }

    private var signOut: Route {
        Route(.post, "/v1/sign-out", "Sign out: the token that is shown ends", gives: .noContent, auth: .key([])) { [auth] call in
            try await auth.signOut(as: call.caller)
        }
    }

    private var changePassword: Route {
        Route(
            .post, "/v1/password", "Change one's password; all tokens end, and a new one is answered",
            takes: .body(PasswordChange.shape, example: PasswordChange.example), gives: .ok(TokenResource.shape), auth: .key([])
        ) { [accounts] call, body in
            TokenResource(
                accessToken: try await accounts.changePassword(
                    from: body.current, to: body.new, as: call.caller, from: call.clientAddress))
        }
    }

    private var makeStreamToken: Route {
        Route(
            .post, "/v1/stream-tokens", "A token for browsers, which cannot set headers on event streams",
            takes: .body(StreamTokenRequest.shape, example: StreamTokenRequest.example), gives: .created(StreamTokenResource.shape),
            fails: [.notFound], auth: .key([])
        ) { [auth] call, body in
            let (token, expiresAt) = try await auth.streamToken(for: body.path, as: call.caller)
            return StreamTokenResource(token: token, expiresAt: expiresAt)
        }
    }
}
