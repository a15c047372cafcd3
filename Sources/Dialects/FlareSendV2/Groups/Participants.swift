import API
import Contracts
import Core
import Groups
import HTTP

/// What `POST /groups/{groupId}/participants` takes (contract FS2-110, FS2-111).
struct ParticipantsRequest: Sendable {
    /// How long one participant's text may be.
    private static let length = 128
    /// The document's sentence for an action that there is not, or none (contract FS2-116).
    static let actionRule = "Invalid action. Allowed: add, remove, promote, demote."

    var action: JSON?
    var participants: [String]
    var instanceID: InstanceID?
    var sessionID: InstanceID?

    /// The instance that the request names, if it does.
    var named: InstanceID? { instanceID ?? sessionID }

    /// What is to be done; nil for what there is not.
    var known: ParticipantAction? { action?.string.flatMap(ParticipantAction.init(rawValue:)) }

    /// The participants by their addresses, duplicates merged, each with the text that named it; and what is no address.
    var sorted: (people: [(address: JID, text: String)], malformed: [String]) {
        var seen: Set<JID> = []
        return participants.reduce(into: ([], [])) { sorted, text in
            guard let address = Self.address(text) else { return sorted.1.append(text) }
            if seen.insert(address).inserted { sorted.0.append((address, text)) }
        }
    }

    private static func address(_ text: String) -> JID? {
        guard let jid = JID(text) else { return PhoneNumber.read(text)?.jid }
        switch jid.server {
        case .person: return jid.phoneNumber?.jid
        case .lid: return jid
        case .group: return nil
        }
    }

    static let shape = Shape.object(
        { ParticipantsRequest(action: $0, participants: $1, instanceID: $2, sessionID: $3) },
        // Any JSON, so that whatever is wrong with it is said in the document's words.
        Field("action", \.action, optional: .any, "What is to be done: `add`, `remove`, `promote` or `demote`"),
        Field(
            "participants", \.participants, .list(of: .text(min: 1, max: length), min: 1, max: GroupSnapshot.peoplePerRequest),
            "Numbers in international format, or addresses ending in @s.whatsapp.net or @lid"),
        Field("instanceId", \.instanceID, optional: .identifier(), "The instance that does it; the key's or the account's default otherwise"),
        Field("session_id", \.sessionID, optional: .identifier(), "Another name for `instanceId`"))

    static let example = ParticipantsRequest(action: "add", participants: ["254712345678", "254798765432"])
}

/// The answer to it: when it was done (contract FS2-112, FS2-113).
struct ParticipantsChanged: Sendable {
    var message: String
    var group: JID
    var participants: [String]
    /// Whom WhatsApp refused, though nothing was known to be wrong with them.
    var invalid: [String]?

    static let shape = Shape.object(
        { (_: Bool, message: String, group: JID, participants: [String], invalid: [String]?) in
            ParticipantsChanged(message: message, group: group, participants: participants, invalid: invalid)
        },
        Field("success", { _ in true }, .constant(true)),
        Field("message", \.message, .text()),
        Field("groupId", \.group, .address),
        Field("participants", \.participants, .list(of: .text()), "As the request named them"),
        Field("invalid", \.invalid, optional: .list(of: .text()), "Whom WhatsApp refused, for reasons of its own; it was done for the others")
    ).named("ParticipantsChanged")
}

/// The answer to it when nothing was done (contract FS2-114 to FS2-118).
struct ParticipantsRefused: Sendable {
    var message: String
    var invalid: [String]?

    static let shape = Shape.object(
        { (_: Bool, message: String, invalid: [String]?) in ParticipantsRefused(message: message, invalid: invalid) },
        Field("success", { _ in false }, .constant(false)),
        Field("message", \.message, .text()),
        Field("invalid", \.invalid, optional: .list(of: .text()), "Those who stand in the way, as the request named them"))

    /// Nothing is done for the others either, so the status is that of a request that is wrong as a whole.
    func response() -> HTTPResponse { .json(400, Self.shape, self) }
}

extension FlareSendV2 {
    var changeParticipants: Route {
        Route(
            .post, "/groups/{groupId}/participants", "Add, remove, promote or demote people in a group",
            takes: .path("groupId", GroupID.shape), .body(ParticipantsRequest.shape, example: ParticipantsRequest.example),
            gives: .either(ParticipantsChanged.shape), fails: [.notFound, .notReady], auth: .key(.send)
        ) { [groups] call, id, body in
            guard let action = body.known else { return ParticipantsRefused(message: ParticipantsRequest.actionRule).response() }
            let group = try GroupID.group(id)
            let (people, malformed) = body.sorted
            guard malformed.isEmpty else { return ParticipantsRefused(message: Self.notIn, invalid: malformed).response() }
            let texts = Dictionary(people.map { ($0.address, $0.text) }) { first, _ in first }
            switch try await groups.change(action, people.map(\.address), of: group, from: body.named, as: call.caller) {
            case .done(_, let refused):
                let invalid = refused.compactMap { texts[$0] }
                let done = people.filter { !refused.contains($0.address) }.map(\.text)
                guard !done.isEmpty else {
                    return ParticipantsRefused(message: "Participants could not be \(action.past).", invalid: invalid).response()
                }
                let message = "Participants successfully \(action.past)"
                return .json(
                    200, ParticipantsChanged.shape,
                    ParticipantsChanged(message: message, group: group, participants: done, invalid: invalid.isEmpty ? nil : invalid))
            case .alreadyIn(let present):
                return ParticipantsRefused(message: Self.alreadyIn, invalid: present.compactMap { texts[$0] }).response()
            case .notIn(let absent), .notOnWhatsApp(let absent):
                // The document has one sentence for who is not found and who is invalid.
                return ParticipantsRefused(message: Self.notIn, invalid: absent.compactMap { texts[$0] }).response()
            }
        }.named(
            "changeParticipants",
            "All or nothing: where one of the participants stands in the way, 400 names them in `invalid` and nothing is done for the others.")
    }

    private static let alreadyIn = "Some participants are already in the group."
    private static let notIn = "Some participants are not in the group."
}

extension ParticipantAction {
    /// What was done to people.
    fileprivate var past: String {
        switch self {
        case .add: "added"
        case .remove: "removed"
        case .promote: "promoted"
        case .demote: "demoted"
        }
    }
}
