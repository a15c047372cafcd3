import API
import Contracts
import Core
import HTTP
import Instances

/// `POST /v1/sandbox/instances/{id}/groups`
struct SandboxGroupRequest: Sendable {
    var subject: String
    var participants: [PhoneNumber]
    var isAdmin: Bool
    var isRestricted: Bool
    var isAnnouncement: Bool

    static let shape = Shape.object(
        { SandboxGroupRequest(subject: $0, participants: $1, isAdmin: $2, isRestricted: $3, isAnnouncement: $4) },
        Field("subject", \.subject, subject, "Its title"),
        Field(
            "participants", \.participants, .list(of: .phoneNumber, min: 1, max: GroupSnapshot.peoplePerRequest),
            "Who is in it besides the instance's number; the first has made it"),
        Field("admin", \.isAdmin, .bool, default: false, "Whether the instance's number is an administrator"),
        Field("restricted", \.isRestricted, .bool, default: false, "Whether only administrators may change its title"),
        Field("announcement", \.isAnnouncement, .bool, default: false, "Whether only administrators may write in it"))

    static let subject = Shape<String>.text(min: 1, max: GroupSnapshot.subjectLimit)

    static let group = Shape<String>.text(max: 100).map(
        or: "must be a group's address, which ends in @g.us", to: { JID($0).flatMap { $0.server == .group ? $0 : nil } }, from: \.description)
}

/// `PATCH /v1/sandbox/instances/{id}/groups/{group}`
struct SandboxGroupChangeRequest: Sendable {
    var subject: String?
    var isAdmin: Bool?

    static let shape = Shape.object(
        { SandboxGroupChangeRequest(subject: $0, isAdmin: $1) },
        Field("subject", \.subject, optional: SandboxGroupRequest.subject, "Its new title"),
        Field("admin", \.isAdmin, optional: .bool, "Whether the instance's number is an administrator from now on"))
}

/// The answer to `POST /v1/sandbox/instances/{id}/groups`.
struct SandboxGroupMade: Sendable {
    var id: JID

    static let shape = Shape.object({ SandboxGroupMade(id: $0) }, Field("id", \.id, SandboxGroupRequest.group, "Its address"))
}

extension Native {
    var gather: Route {
        Route(
            .post, "/v1/sandbox/instances/{id}/groups", "As if somebody made a group with the instance's number in it",
            takes: .path("id", .identifier()), .body(SandboxGroupRequest.shape),
            gives: .created(SandboxGroupMade.shape, location: { "/v1/groups/\($0.id)" }), fails: [.notFound, .conflict, .notReady],
            auth: .key(.manage)
        ) { [instances] call, id, body in
            let group = SandboxGroup(
                subject: body.subject, people: body.participants, isAdmin: body.isAdmin, isRestricted: body.isRestricted,
                isAnnouncement: body.isAnnouncement)
            return SandboxGroupMade(id: try await instances.gather(group, around: id, as: call.caller))
        }
    }

    var alterGroup: Route {
        Route(
            .patch, "/v1/sandbox/instances/{id}/groups/{group}", "As if whoever made the group changed it",
            takes: .path("id", .identifier()), .path("group", SandboxGroupRequest.group), .body(SandboxGroupChangeRequest.shape),
            gives: .noContent, fails: [.notFound, .conflict, .notReady], auth: .key(.manage)
        ) { [instances] call, id, group, body in
            if let subject = body.subject { try await instances.alter(group, .rename(subject), of: id, as: call.caller) }
            if let isAdmin = body.isAdmin { try await instances.alter(group, .setAdmin(isAdmin), of: id, as: call.caller) }
        }
    }

    var expel: Route {
        Route(
            .delete, "/v1/sandbox/instances/{id}/groups/{group}", "As if the instance's number was put out of the group",
            takes: .path("id", .identifier()), .path("group", SandboxGroupRequest.group), gives: .noContent,
            fails: [.notFound, .conflict, .notReady], auth: .key(.manage)
        ) { [instances] call, id, group in
            try await instances.alter(group, .expel, of: id, as: call.caller)
        }
    }
}
