import API
import Contracts
import Core
import Groups
import HTTP

extension FlareSendV2 {
    var groupRoutes: [Route] { [createGroup, listGroups, sendToGroups, getGroup, getInviteLink, changeParticipants] }

    private var createGroup: Route {
        Route(
            .post, "/groups", "Make a group", takes: .body(NewGroup.shape, example: NewGroup.example),
            gives: .ok(GroupMade.shape, example: GroupMade.example), fails: [.notFound, .notReady], auth: .key(.send)
        ) { [groups] call, body in
            GroupMade(group: try await groups.create(body.subject, with: body.participants, from: body.named, as: call.caller).snapshot)
        }
    }

    private var listGroups: Route {
        Route(
            .get, "/groups", "List the groups that the number is in",
            takes: .query(
                "page", optional: .integer(1...GroupList.pages),
                "Which page, from 1; all groups at once, at most \(Groups.perInstance), without `page` and `limit`"),
            .query("limit", optional: .integer(GroupList.limits), "How many groups a page has; \(GroupList.standard) unless it is said"),
            GroupID.instance, GroupID.session,
            gives: .ok(GroupList.shape, example: GroupList.example), fails: [.notFound, .notReady], auth: .key(.read)
        ) { [groups] call, page, limit, instance, session in
            let all = page == nil && limit == nil
            let size = limit ?? GroupList.standard
            let found = try await groups.list(
                skipping: all ? 0 : ((page ?? 1) - 1) * size, limit: all ? Groups.perInstance : size, from: instance ?? session,
                as: call.caller)
            return GroupList(groups: found.map(\.snapshot))
        }
    }

    private var getGroup: Route {
        Route(
            .get, "/groups/{groupId}", "Get a group", takes: .path("groupId", GroupID.shape), GroupID.instance, GroupID.session,
            gives: .ok(GroupInfo.shape, example: GroupInfo.example), fails: [.notFound, .notReady], auth: .key(.read)
        ) { [groups] call, id, instance, session in
            let group = try await groups.group(try GroupID.group(id), from: instance ?? session, as: call.caller).snapshot
            return GroupInfo(group: group, createdAt: Values.readable(try await groups.wallTime(at: group.createdAt, as: call.caller)))
        }
    }

    private var getInviteLink: Route {
        Route(
            .get, "/groups/{groupId}/invite-link", "Get the link that lets people into a group", takes: .path("groupId", GroupID.shape),
            GroupID.instance, GroupID.session, gives: .ok(InviteAnswer.shape, example: InviteAnswer.example), fails: [.notFound, .notReady],
            auth: .key(.read)
        ) { [groups] call, id, instance, session in
            InviteAnswer(link: try await groups.inviteLink(of: try GroupID.group(id), from: instance ?? session, as: call.caller))
        }
    }
}

/// The `{groupId}` of paths.
enum GroupID {
    static let shape = Shape<String>.text(max: 128)

    static let instance = Input<InstanceID?>.query(
        "instanceId", optional: .identifier(), "The instance that is asked; the key's or the account's default otherwise")

    static let session = Input<InstanceID?>.query("session_id", optional: .identifier(), "Another name for `instanceId`")

    /// The group of that name. What cannot name one is not there, like one that nobody knows (contract FS2-101).
    static func group(_ text: String) throws(Problem) -> JID {
        guard let group = JID(text), group.server == .group else { throw .notFound(.group) }
        return group
    }
}
