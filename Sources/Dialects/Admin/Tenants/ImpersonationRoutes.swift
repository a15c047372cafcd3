import API
import Auth
import Contracts
import Core
import HTTP

/// What `POST /admin/v1/tenants/{id}/impersonations` takes.
struct ImpersonationRequest: Sendable {
    var reason: String
    var minutes: Int

    static let shape = Shape.object(
        { ImpersonationRequest(reason: $0, minutes: $1) },
        Field("reason", \.reason, .words(max: Impersonation.reasonLength.upperBound), "Why; the tenant reads it in its audit"),
        Field("minutes", \.minutes, .integer(Impersonation.minutes), "How long it is to last"))

    static let example = ImpersonationRequest(reason: "Ticket 4711: messages stay pending", minutes: 15)
}

/// The operator's look into a tenant.
struct ImpersonationResource: Sendable {
    var id: TokenID
    var tenant: TenantID
    var reason: String
    var token: String
    var expiresAt: Instant

    static let shape = Shape.object(
        { ImpersonationResource(id: $0, tenant: $1, reason: $2, token: $3, expiresAt: $4) },
        Field("id", \.id, .identifier()), Field("tenant_id", \.tenant, .identifier()), Field("reason", \.reason, .text()),
        Field("token", \.token, .text(), "To be sent as `Authorization: Bearer …` to the native API; shown this once"),
        Field("expires_at", \.expiresAt, .instant)
    ).named("Impersonation")
}

extension Admin {
    var impersonationRoutes: [Route] { [impersonate, endImpersonation] }

    private var impersonate: Route {
        Route(
            .post, "/admin/v1/tenants/{id}/impersonations", "Look into a tenant: a token that reads what a viewer reads",
            takes: .path("id", .identifier()), .body(ImpersonationRequest.shape, example: .example),
            gives: .created(
                ImpersonationResource.shape, location: { "/admin/v1/tenants/\($0.tenant)/impersonations/\($0.id)" }),
            fails: [.notFound], auth: .operatorKey
        ) { [auth] _, id, body in
            let made = try await auth.impersonate(id, because: body.reason, minutes: body.minutes)
            return ImpersonationResource(
                id: made.id, tenant: made.tenant, reason: made.reason, token: made.token.reveal, expiresAt: made.expiresAt)
        }.named("impersonate", "The tenant finds in its audit that the token was made, why, and what was looked at with it.")
    }

    private var endImpersonation: Route {
        Route(
            .delete, "/admin/v1/tenants/{id}/impersonations/{impersonation}", "End such a token before its time",
            takes: .path("id", .identifier()), .path("impersonation", .identifier()), gives: .noContent, fails: [.notFound], auth: .operatorKey
        ) { [auth] (_, id: TenantID, impersonation: TokenID) in
            try await auth.endImpersonation(impersonation, of: id)
        }
    }
}
