import API
import Contracts
import Core
import HTTP
import Media
import Messaging

/// What `PATCH /scheduled-messages/{id}` takes: any of the members that scheduling takes (contract FS2-82).
struct ScheduledChange: Sendable {
    var recipients: [String]?
    var type: ContentRequest.Kind?
    var text: String?
    var url: String?
    var mediaID: MediaID?
    var fileName: String?
    var caption: String?
    var templateID: TemplateID?
    var variables: JSON?
    var sendAt: String?

    static let shape = Shape.object(
        {
            ScheduledChange(
                recipients: $0, type: $1, text: $2, url: $3, mediaID: $4, fileName: $5, caption: $6, templateID: $7, variables: $8,
                sendAt: $9)
        },
        Field("recipients", \.recipients, optional: Recipients.list, "Numbers in international format"),
        Field("type", \.type, optional: .choice(), "What kind of message it is"),
        Field("text", \.text, optional: ContentRequest.text, "What it says, if it is a text"),
        Field("url", \.url, optional: ContentRequest.link, "Where its file is fetched from"),
        Field("mediaId", \.mediaID, optional: .identifier(), "A file that was uploaded before, instead of `url`"),
        Field("fileName", \.fileName, optional: ContentRequest.fileName, "The name a document is shown with"),
        Field("caption", \.caption, optional: ContentRequest.caption, "The words under an image, a video or a document; empty for none"),
        Field("templateId", \.templateID, optional: .identifier(), "Which template, if it is one"),
        Field("variables", \.variables, optional: .members(), "What fills the template's gaps"),
        Field("sendAt", \.sendAt, optional: ScheduleMessage.time, "When to send"))

    static let example = ScheduledChange(text: "Once more!", sendAt: "2025-11-15 09:00:00")

    /// What is to be changed, as the answer lists it.
    var fields: [String] {
        let members: [(String, Bool)] = [
            ("recipients", recipients != nil), ("type", type != nil), ("text", text != nil), ("url", url != nil), ("mediaId", mediaID != nil),
            ("fileName", fileName != nil), ("caption", caption != nil), ("templateId", templateID != nil),
            ("variables", variables != nil), ("sendAt", sendAt != nil),
        ]
        return members.filter(\.1).map(\.0)
    }

    /// Whether anything of what the message says is to be changed.
    private var concernsContent: Bool { !Set(fields).isSubset(of: ["recipients", "sendAt"]) }

    /// The whole of what the message says afterwards; nil where that stays as it is. A file stays unless another is named.
    func content(changing old: MessageContent) throws(Problem) -> ContentRequest? {
        guard concernsContent else { return nil }
        guard let kind = type ?? ContentRequest.Kind(rawValue: old.kind.rawValue) else {
            throw .invalid([Violation("/type", "is required to change a message of this kind")])
        }
        var request = ContentRequest(
            type: kind, text: text, url: url, mediaID: mediaID, fileName: fileName, caption: caption, templateID: templateID,
            variables: variables)
        switch old {
        case .text(let words, _): request.text = text ?? words
        case .media(let media):
            if url == nil, mediaID == nil { request.mediaID = media.file.id }
            if caption == nil { request.caption = media.caption }
            if fileName == nil, url == nil { request.fileName = media.fileName }
        case .location, .contacts, .reaction, .buttons, .list: break
        }
        return request
    }
}

/// The answer to changing or cancelling what waits for its time (contract FS2-82, FS2-84).
struct ScheduledNews: Sendable {
    var message: String
    var id: String
    var fields: [String]?

    static let shape = Shape.object(
        { (_: Bool, message: String, id: String, fields: [String]?) in ScheduledNews(message: message, id: id, fields: fields) },
        Field("success", { _ in true }, .constant(true)),
        Field("message", \.message, .text()),
        Field("id", \.id, .text(), "Which it is"),
        Field("updated_fields", \.fields, optional: .list(of: .text()), "The members that were changed")
    ).named("ScheduledNews")

    static func updated(_ id: String, _ fields: [String]) -> ScheduledNews {
        ScheduledNews(message: "Scheduled message updated successfully", id: id, fields: fields)
    }

    static func cancelled(_ id: String) -> ScheduledNews { ScheduledNews(message: "Scheduled message cancelled successfully", id: id) }
}

extension FlareSendV2 {
    var changeScheduled: Route {
        Route(
            .patch, "/scheduled-messages/{id}", "Change a message that waits for its time",
            takes: .path("id", TaskID.shape, "The `task_id`"), .body(ScheduledChange.shape, example: ScheduledChange.example),
            gives: .ok(ScheduledNews.shape, example: .updated("SCHED-9128371923", ["text", "sendAt"])), fails: [.notFound, .conflict],
            auth: .key(.send)
        ) { [self] call, id, body in
            let number = try TaskID.number(id)
            guard !body.fields.isEmpty else { throw Problem.invalid([Violation("", "At least one field to update is required")]) }
            var change = ScheduleChange()
            change.recipients = try body.recipients.map { texts throws(Problem) in try Recipients.numbers(texts, isStrict: true) }
            if let sendAt = body.sendAt { change.sendAt = try await messaging.sendTime(sendAt, at: "/sendAt", as: call.caller) }
            let old = try await waiting(number, as: call.caller)
            let until = change.sendAt?.instant ?? old.sendAt.instant
            if let request = try body.content(changing: old.content) {
                change.content = try await content(
                    request, for: change.recipients ?? old.recipients, from: old.instance, until: until, as: call.caller)
            } else if change.sendAt != nil, case .media(let media) = old.content {
                // The file must not be gone when its later time has come.
                _ = try await self.media.kept(media.file.id, as: media.kind, at: "/mediaId", until: until, as: call.caller)
            }
            _ = try await messaging.updateSchedule(number, change, as: call.caller)
            return .updated(TaskID.text(number), body.fields)
        }
    }

    /// What waits under that number. Where nothing does, a change says whether nothing ever did or it is too late (contract FS2-83).
    private func waiting(_ number: Int64, as caller: Caller) async throws -> ScheduledBatch {
        do {
            return try await messaging.schedule(number, as: caller)
        } catch Problem.notFound(.schedule) {
            return try await messaging.updateSchedule(number, ScheduleChange(), as: caller)
        }
    }

    var cancelScheduled: Route {
        Route(
            .delete, "/scheduled-messages/{id}", "Cancel a message that waits for its time", takes: .path("id", TaskID.shape, "The `task_id`"),
            gives: .ok(ScheduledNews.shape, example: .cancelled("SCHED-9128371923")), fails: [.notFound, .conflict], auth: .key(.send)
        ) { [messaging] call, id in
            let number = try TaskID.number(id)
            try await messaging.cancelSchedule(number, as: call.caller)
            return .cancelled(TaskID.text(number))
        }
    }
}
