import API
import Contracts
import Core
import Groups
import HTTP

extension Native {
    var groupRoutes: [Route] { [createGroup, listGroups, getGroup, updateGroup, changeParticipants, getInviteLink] }

    private var createGroup: Route {
        Route(
            .post, "/v1/groups", "Make a group", takes: .body(GroupRequest.shape, example: GroupRequest.example),
            gives: .created(GroupResource.shape, location: { "/v1/groups/\($0.details.snapshot.id)" }), fails: [.notFound, .notReady],
            auth: .key(.send)
        ) { [groups] call, body in
            GroupResource(details: try await groups.create(body.subject, with: body.participants, from: body.instance, as: call.caller))
        }
    }

    private var listGroups: Route {
        Route(
            .get, "/v1/groups", "List the groups that a number is in", takes: PageLimit.input,
            .query("cursor", optional: .address, "The `next_cursor` of the page before"), Self.instance, Self.refresh,
            gives: .ok(GroupPage.shape), fails: [.notFound, .notReady], auth: .key(.read)
        ) { [groups] call, limit, cursor, instance, refresh in
            let (page, next) = try await groups.list(after: cursor, limit: limit, fresh: refresh, from: instance, as: call.caller)
            return GroupPage(groups: page.map { GroupResource(details: $0) }, next: next)
        }
    }

    private var getGroup: Route {
        Route(
            .get, "/v1/groups/{id}", "Get a group", takes: Self.groupID, Self.instance, Self.refresh, gives: .ok(GroupResource.shape),
            fails: [.notFound, .notReady], auth: .key(.read)
        ) { [groups] call, id, instance, refresh in
            GroupResource(details: try await groups.group(try Self.group(id), fresh: refresh, from: instance, as: call.caller))
        }
    }

    private var updateGroup: Route {
        Route(
            .patch, "/v1/groups/{id}", "Change the title or the description of a group", takes: Self.groupID,
            .body(GroupPatch.shape, example: GroupPatch.example), gives: .ok(GroupResource.shape), fails: [.notFound, .notReady],
            auth: .key(.send)
        ) { [groups] call, id, body in
            GroupResource(
                details: try await groups.update(
                    subject: body.subject, description: body.newDescription, of: try Self.group(id), from: body.instance, as: call.caller))
        }
    }

    private var changeParticipants: Route {
        Route(
            .post, "/v1/groups/{id}/participants", "Add, remove, promote or demote people in a group", takes: Self.groupID,
            .body(ParticipantRequest.shape, example: ParticipantRequest.example), gives: .ok(GroupResource.shape), fails: [.notFound, .notReady],
            auth: .key(.send)
        ) { [groups] call, id, body in
            func refusing(_ people: [JID], _ rule: String) -> Problem {
                .invalid(body.participants.indices.filter { people.contains(body.participants[$0]) }.map { Violation("/participants/\($0)", rule) })
            }
            switch try await groups.change(body.action, body.participants, of: try Self.group(id), from: body.instance, as: call.caller) {
            case .done(let details, let refused):
                if body.participants.allSatisfy(refused.contains) { throw refusing(refused, "is refused by WhatsApp") }
                return GroupResource(details: details, refused: refused)
            case .alreadyIn(let people): throw refusing(people, "is in the group already")
            case .notIn(let people): throw refusing(people, "is not in the group")
            case .notOnWhatsApp(let people): throw refusing(people, Groups.strangerRule)
            }
        }.named("changeParticipants", "All or nothing: where one of the participants stands in the way, nothing is done for the others.")
    }

    private var getInviteLink: Route {
        Route(
            .get, "/v1/groups/{id}/invite-link", "Get the link that lets people into a group", takes: Self.groupID, Self.instance,
            gives: .ok(InviteLinkResource.shape), fails: [.notFound, .notReady], auth: .key(.read)
        ) { [groups] call, id, instance in
            try await groups.inviteLink(of: try Self.group(id), from: instance, as: call.caller)
        }
    }

    private static let groupID = Input<String>.path("id", .text(max: 128), "The group's address")

    private static let instance = Input<InstanceID?>.query(
        "instance_id", optional: .identifier(), "The instance that is asked; the key's or the tenant's default otherwise")

    private static let refresh = Input<Bool>.query("refresh", .bool, default: false, "Whether WhatsApp is to be asked whatever is remembered")

    /// The group of that name. What cannot name one is not there, like one that nobody knows.
    private static func group(_ text: String) throws(Problem) -> JID {
        guard let group = JID(text), group.server == .group else { throw .notFound(.group) }
        return group
    }
}
