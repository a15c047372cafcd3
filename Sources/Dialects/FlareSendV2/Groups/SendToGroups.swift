import API
import Contracts
import Core
import HTTP
import Messaging

/// What `POST /groups/send-message` takes (contract FS2-105, FS2-108).
struct SendToGroups: Sendable {
    var groups: GroupAddresses
    var content: ContentRequest

    static let shape = Shape<SendToGroups>.joining(
        GroupAddresses.shape, ContentRequest.shape, make: { SendToGroups(groups: $0, content: $1) }, parts: { ($0.groups, $0.content) })

    static let example = SendToGroups(
        groups: GroupAddresses(addresses: [JID(user: "120363403582097887", server: .group)]),
        content: ContentRequest(type: .text, text: "Hello group again!"))
}

/// Which groups a message is for, and from which number it goes.
struct GroupAddresses: Sendable {
    var addresses: [JID]
    var instanceID: InstanceID?
    var sessionID: InstanceID?

    /// The instance that the request names, if it does.
    var named: InstanceID? { instanceID ?? sessionID }

    static let shape = Shape.object(
        { GroupAddresses(addresses: $0, instanceID: $1, sessionID: $2) },
        Field("groupJids", \.addresses, .list(of: group, min: 1, max: Recipients.limit), "The groups' addresses, which end in @g.us"),
        Field("instanceId", \.instanceID, optional: .identifier(), "The instance to send from; the key's or the account's default otherwise"),
        Field("session_id", \.sessionID, optional: .identifier(), "Another name for `instanceId`"))

    private static let group = Shape<String>.text(max: 128).map(
        or: "must be a group's address, which ends in @g.us", to: { JID($0).flatMap { $0.server == .group ? $0 : nil } }, from: \.description)
}

/// The answer to it (contract FS2-106, FS2-107).
struct GroupReport: Sendable {
    var delivered: [String] = []
    var failed: [String] = []
    /// Not decided when the time was up; neither delivered nor failed.
    var pending: [String]?

    private var message: String { "Message sent successfully to \(delivered.count) \(delivered.count == 1 ? "group" : "groups")" }

    static let shape = Shape.object(
        { (_: Bool, _: String, report: GroupReport) in report },
        Field("success", { _ in true }, .constant(true)),
        Field("message", \.message, .text()),
        Field("data", \.self, lists)
    ).named("GroupReport")

    private static let lists = Shape<GroupReport>.object(
        { GroupReport(delivered: $0, failed: $1, pending: $2) },
        Field("delivered", \.delivered, .list(of: .text()), "WhatsApp has the message"),
        Field("failed", \.failed, .list(of: .text()), "WhatsApp refused the message"),
        Field(
            "pending", \.pending, optional: .list(of: .text()),
            "Accepted and on its way, but not acknowledged within the time that the answer waits"))

    static let example = GroupReport(delivered: ["120363403582097887@g.us"])
}

extension GroupReport {
    /// Sorts what became of the messages into the document's lists.
    init(_ records: [MessageRecord]) {
        for record in records {
            let chat = record.chat.description
            switch record.status {
            case .sent, .delivered, .read: delivered.append(chat)
            case .failed, .withdrawn: failed.append(chat)
            case .pending, .scheduled: pending = (pending ?? []) + [chat]
            }
        }
    }
}

extension FlareSendV2 {
    var sendToGroups: Route {
        Route(
            .post, "/groups/send-message", "Send a message to one or more groups",
            takes: .jsonOrForm(SendToGroups.shape, form: Self.form(for: "groupJids"), example: SendToGroups.example),
            gives: .ok(GroupReport.shape, example: GroupReport.example), fails: [.notFound, .notReady, .quotaExceeded, .unknownOutcome],
            auth: .key(.send)
        ) { [self] call, submission in
            let (body, attachment) = try await read(submission, as: call.caller)
            let named = body.groups.named
            let content = try await content(body.content, attachment, as: call.caller)
            let acceptance = try await namingNone(named) {
                try await messaging.send(
                    Draft(content, to: body.groups.addresses.map(Recipient.group), from: named, requiring: .connected), as: call.caller)
            }
            return GroupReport(try await messaging.outcome(of: acceptance, within: patience))
        }
    }
}
