import API
import Accounts
import Contracts
import Core
import HTTP

extension Native {
    var invitationRoutes: [Route] { [invite, listInvitations, revokeInvitation, acceptInvitation] + InvitationPage.routes }

    private var invite: Route {
        Route(
            .post, "/v1/invitations", "Invite somebody; the answer has the link to send them",
            takes: .body(NewInvitation.shape, example: NewInvitation.example), gives: .created(InvitationResource.shape),
            fails: [.conflict, .limitReached], auth: .key(.manage)
        ) { [accounts] call, body in
            let (invitation, link) = try await accounts.invite(email: body.email, role: body.role, as: call.caller)
            return InvitationResource(invitation, link: link)
        }.named(
            "createInvitation", "At most \(Accounts.invitationLimit) are open at a time, and a tenant has at most \(Accounts.peopleLimit) people.")
    }

    private var listInvitations: Route {
        Route(
            .get, "/v1/invitations", "List the invitations that can still be accepted", takes: PageLimit.input,
            PageLimit.cursor(of: Invitation.self), gives: .ok(Page<InvitationResource, Invitation>.shape(of: InvitationResource.shape)),
            auth: .key(.manage)
        ) { [accounts] call, limit, cursor in
            let (invitations, next) = try await accounts.invitations(limit: limit, after: cursor, as: call.caller)
            return Page(data: invitations.map { InvitationResource($0) }, next: next)
        }
    }

    private var revokeInvitation: Route {
        Route(
            .delete, "/v1/invitations/{id}", "Take an invitation back", takes: .path("id", .identifier()), gives: .noContent,
            fails: [.notFound], auth: .key(.manage)
        ) { [accounts] call, id in
            try await accounts.revokeInvitation(id, as: call.caller)
        }
    }

    private var acceptInvitation: Route {
        Route(
            .post, "/v1/invitations/accept", "Accept an invitation",
            takes: .body(InvitationAcceptance.shape, example: InvitationAcceptance.example), gives: .created(SignInResource.shape),
            fails: [.forbidden, .notFound, .conflict, .limited, .limitReached], auth: .none
        ) { [accounts] call, body in
            SignInResource(
                try await accounts.acceptInvitation(
                    token: body.token.reveal, password: body.password, firstName: body.firstName, lastName: body.lastName, from: call.clientAddress))
        }
    }
}
