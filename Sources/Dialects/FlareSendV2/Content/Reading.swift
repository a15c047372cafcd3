import API
import Campaigns
import Contracts
import Core
import Media

/// A file that came with a request, and what it was called there.
struct Attachment: Sendable {
    let item: MediaItem
    /// The name it came with this time; the same bytes may be known under another.
    let name: String?
}

extension FlareSendV2 {
    /// The form that says what is to be sent, besides JSON (contract FS2-54, FS2-55). `list` names those it is for: `recipients` or `groupJids`.
    static func form(for list: String) -> Form {
        Form(
            file: "file", .texts(list, "Repeated, or one JSON array"), .text("type", "What kind of message it is"), .text("text"),
            .text("url", "Where the file is fetched from, instead of `file`"), .text("mediaId"), .text("fileName"), .text("caption"),
            .text("templateId"), .json("variables", "An object of what fills the template's gaps"),
            .text("sendAt", "When to send, where that is asked for"), .text("timezone", "Not taken"),
            .text("instanceId"), .text("session_id"))
    }

    /// The whole request: its file, if it has one, is kept as it arrives, whatever kind it turns out to be meant as.
    func read<Body>(_ submission: Submission<Body>, as caller: Caller) async throws -> (body: Body, attachment: Attachment?) {
        let (body, attachment) = try await submission.read { file in
            let item = try await media.receive(as: nil, fileName: file.name, at: "/file", as: caller) { try await file.next() }
            return Attachment(item: item, name: file.name)
        }
        return (body, attachment)
    }

    /// What the message will say, once its file is here: one behind a link is fetched now, also for what is sent later, so that a link that does
    /// not work is told to whoever gave it (contract FS2-57 to FS2-59). `until` is when it is to be sent, if that is not at once; for whom and
    /// from which instance it is matters to templates, whose gaps are filled now.
    ///
    /// Throws `Problem.invalid`, `.tooLarge` and `.notFound(.template)`.
    func content(
        _ request: ContentRequest, _ attachment: Attachment? = nil, for recipients: [Recipient] = [], from instance: InstanceID? = nil,
        until: Instant? = nil, as caller: Caller
    ) async throws -> MessageContent {
        switch (request.type, request.type.media) {
        case (.template, _):
            guard let template = request.templateID else { throw Problem.invalid([ContentRequest.templateRule]) }
            // What is said of a contact can be filled in for one alone.
            let number: PhoneNumber? = if recipients.count == 1, case .number(let number)? = recipients.first { number } else { nil }
            return try await campaigns.render(
                template, variables: request.variables, for: number, from: instance, at: "", as: caller)
        case (_, nil):
            guard let text = request.text else { throw Problem.invalid([ContentRequest.textRule]) }
            return .text(text)
        case (_, let kind?):
            let file = try await file(of: request, attachment, as: kind, until: until, as: caller)
            let name = kind == .document ? request.documentName(attachment) : nil
            return .media(MediaContent(kind: kind, file: file, caption: request.words(under: kind), fileName: name))
        }
    }

    private func file(
        of request: ContentRequest, _ attachment: Attachment?, as kind: MediaKind, until: Instant?, as caller: Caller
    ) async throws -> MediaReference {
        if let attachment {
            return try await media.kept(attachment.item.reference.id, as: kind, at: "/file", until: until, as: caller)
        } else if let id = request.mediaID {
            return try await media.kept(id, as: kind, at: "/mediaId", until: until, as: caller)
        } else if let url = request.url {
            return try await media.fetch(url, as: kind, at: "/url", until: until, as: caller)
        } else {
            throw Problem.invalid([ContentRequest.fileRule(kind)])
        }
    }
}

extension ContentRequest {
    /// The caption, where the kind has one: players of audio show none.
    fileprivate func words(under kind: MediaKind) -> String? {
        guard let caption, !caption.isEmpty else { return nil }
        switch kind {
        case .image, .video, .document: return caption
        case .audio, .voice, .sticker: return nil
        }
    }

    /// What a document is called: as the request says, as the file that came with it was, or as its link ends (contract FS2-50, FS2-56).
    fileprivate func documentName(_ attachment: Attachment?) -> String? {
        fileName.flatMap { FileName.base($0) } ?? attachment?.name.flatMap { FileName.base($0) } ?? url.flatMap { FileName.base(ofLink: $0) }
    }
}
