import API
import Campaigns
import Contracts
import Core
import Media
import Messaging

/// From what a request says to what Messaging takes: files are fetched, gaps of templates are filled.
extension Native {
    /// What the request wants sent. Throws `Problem.invalid` for what only the domain can tell.
    func draft(_ request: SendRequest, as caller: Caller) async throws -> Draft {
        var sendAt: SendTime?
        if let text = request.sendAt { sendAt = try await messaging.sendTime(text, at: "/send_at", as: caller) }
        var draft = Draft(
            .text(""), to: request.to, from: request.instance, replyTo: request.replyTo, clientReference: request.clientReference,
            lane: request.lane, sendAt: sendAt)
        if let template = request.content.template {
            try await fill(template, of: request, into: &draft, as: caller)
        } else {
            draft.content = try await content(request.content, until: sendAt?.instant, as: caller)
        }
        return draft
    }

    /// What the message says. A file behind a link is fetched now, also for what is sent later, so that a link that does not work is told to whoever
    /// gave it; it is kept at least `until` then.
    func content(_ request: ContentRequest, until: Instant? = nil, as caller: Caller) async throws -> MessageContent {
        let content: MessageContent? =
            switch request.type {
            case .text: request.text.map { .text($0) }
            case .image, .video, .audio, .voice, .document, .sticker: try await media(request, until: until, as: caller)
            case .location: request.location.map(MessageContent.location)
            case .contacts: request.contacts.map(MessageContent.contacts)
            case .reaction: request.reaction.map(MessageContent.reaction)
            case .buttons: request.buttons.map(MessageContent.buttons)
            case .list: request.list.map(MessageContent.list)
            }
        // The shape has asked for the member already.
        guard let content else { throw Problem.invalid([Violation("/type", "has no content")]) }
        return content
    }

    private func media(_ request: ContentRequest, until: Instant?, as caller: Caller) async throws -> MessageContent? {
        guard let kind = MediaKind(request.type), let wanted = request.media else { return nil }
        let file: MediaReference
        if let id = wanted.id {
            file = try await media.kept(id, as: kind, at: "/media/id", until: until, as: caller)
        } else {
            file = try await media.fetch(wanted.url ?? "", as: kind, at: "/media/url", until: until, as: caller)
        }
        return .media(MediaContent(kind: kind, file: file, caption: request.caption, fileName: kind == .document ? request.fileName : nil))
    }

    /// Fills the template's gaps: once for all, or where it speaks of the recipient, for each.
    private func fill(
        _ use: ContentRequest.TemplateUse, of request: SendRequest, into draft: inout Draft, as caller: Caller
    ) async throws {
        let template = try await template(use.id, as: caller)
        let isPersonal = template.variables.contains { $0.hasPrefix("contact.") }
        let everybody = Set(request.to)
        for recipient in isPersonal || everybody.count == 1 ? Array(everybody) : Array(request.to.prefix(1)) {
            let number: PhoneNumber? = if case .number(let number) = recipient { number } else { nil }
            let filled = try await campaigns.render(use.id, variables: use.variables, for: number, from: request.instance, as: caller)
            guard filled.kind == request.content.type else {
                throw Problem.invalid([Violation("/type", "must be \(filled.kind.rawValue), as the template's is")])
            }
            draft.content = filled
            draft.variations[recipient] = filled
        }
        if !isPersonal { draft.variations = [:] }
    }

    /// A template, or what is wrong with its id.
    private func template(_ id: TemplateID, as caller: Caller) async throws -> TemplateRecord {
        do {
            return try await campaigns.template(id, as: caller)
        } catch Problem.notFound(.template) {
            throw Problem.invalid([Violation("/template/id", "There is no such template.")])
        }
    }
}
