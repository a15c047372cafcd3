import API
import Contracts
import Core
import HTTP
import Messaging

/// Something that waits for its time (contract FS2-78, FS2-79).
struct ScheduledMessage: Sendable {
    var id: String
    var recipients: [String]
    var type: String
    var text: String?
    var url: String?
    var mediaID: MediaID?
    var fileName: String?
    var caption: String?
    var sendAt: String

    static let shape = Shape.object(
        { (id, recipients, type, text, url, mediaID, fileName, caption, sendAt, _: String) in
            ScheduledMessage(
                id: id, recipients: recipients, type: type, text: text, url: url, mediaID: mediaID, fileName: fileName, caption: caption,
                sendAt: sendAt)
        },
        Field("id", \.id, .text(), "The `task_id` of the answer to scheduling it"),
        Field("recipients", \.recipients, .list(of: .text()), "Numbers; groups by their address"),
        Field("type", \.type, .text(), "What kind of message it is"),
        Field("text", \.text, optional: .text(), "What it says, if it is a text"),
        Field("url", \.url, optional: .text(), "Where its file was fetched from, if it was"),
        Field("mediaId", \.mediaID, optional: .identifier(), "Its file, if it has one"),
        Field("fileName", \.fileName, optional: .text(), "The name that a document is shown with"),
        Field("caption", \.caption, optional: .text(), "The words under its file"),
        Field("sendAt", \.sendAt, .text(), "The time as it was asked for"),
        Field("status", { _ in "pending" }, .constant("pending"))
    ).named("ScheduledMessage")
}

extension ScheduledMessage {
    /// What is waiting, in this dialect's words.
    init(_ batch: ScheduledBatch) {
        id = TaskID.text(batch.number)
        recipients = batch.recipients.map(Values.recipient)
        type = batch.content.kind.rawValue
        sendAt = batch.sendAt.text
        switch batch.content {
        case .text(let words, _): text = words
        case .media(let media):
            url = media.file.source
            mediaID = media.file.id
            fileName = media.fileName
            caption = media.caption
        case .location, .contacts, .reaction, .buttons, .list: break
        }
    }
}

/// The answer to `GET /scheduled-messages` (contract FS2-77).
struct ScheduledMessages: Sendable {
    var messages: [ScheduledMessage]
    /// The last one's id, where there is more after it.
    var next: String?

    static let shape = Shape.object(
        { (_: Bool, _: String, messages: [ScheduledMessage], next: String?) in ScheduledMessages(messages: messages, next: next) },
        Field("success", { _ in true }, .constant(true)),
        Field("message", { _ in "Scheduled messages fetched successfully" }, .text()),
        Field("data", \.messages, .list(of: ScheduledMessage.shape), "What waits for its time, in the order in which it is due"),
        Field("next", \.next, optional: .text(), "Where there is more: what to give as `after` to go on")
    ).named("ScheduledMessages")

    static let example = ScheduledMessages(messages: [
        ScheduledMessage(id: "SCHED-9128371923", recipients: ["254708920430"], type: "text", text: "Again!", sendAt: "2025-11-14 13:48:00")
    ])
}

extension FlareSendV2 {
    /// How many are on a page where nobody says.
    static let scheduledOnPage = Messaging.schedulesPerList
    /// How many may be asked for at once.
    static let scheduledPageLimit = 1000
    /// How far somebody may turn the pages; whoever wants more goes on with `after`, which costs nothing.
    static let scheduledPages = 1...100

    /// All of it, as the document has it; what does not fit one answer comes with the next (contract FS2-77 to FS2-79).
    var scheduledMessages: Route {
        Route(
            .get, "/scheduled-messages", "List the messages that wait for their time",
            takes: .query("page", .integer(Self.scheduledPages), default: 1, "Which page, from 1"),
            .query("limit", .integer(1...Self.scheduledPageLimit), default: Self.scheduledOnPage, "How many are on a page"),
            .query("after", optional: TaskID.shape, "The `task_id` after which the first page begins"),
            gives: .ok(ScheduledMessages.shape, example: ScheduledMessages.example), auth: .key(.read)
        ) { [messaging] call, page, limit, id in
            var after: Int64?
            if let id {
                // It speaks of a path's id; this one is a parameter.
                guard let number = try? TaskID.number(id) else { throw Problem.invalid([Violation("?after", "must be a task_id")]) }
                after = number
            }
            for _ in 1..<page {
                after = try await messaging.schedules(after: after, limit: limit, as: call.caller).next
                guard after != nil else { return ScheduledMessages(messages: []) }
            }
            let (schedules, next) = try await messaging.schedules(after: after, limit: limit, as: call.caller)
            return ScheduledMessages(messages: schedules.map(ScheduledMessage.init), next: next.map(TaskID.text))
        }
    }
}
