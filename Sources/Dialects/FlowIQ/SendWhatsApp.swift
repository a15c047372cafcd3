import API
import Contracts
import Core
import HTTP
import Media
import Messaging

/// What `POST /send-whatsapp` takes (contract FQ-04 to FQ-11).
struct SendWhatsApp: Sendable {
    /// The types of message that the document names (contract FQ-05).
    enum Kind: String, CaseIterable, Sendable {
        case text, image, video, audio, document, location, contacts, interactive, reaction

        /// As what a phone shows the file; nil for messages without one. Which audio is a voice note, nobody says here (contract C-19).
        var media: MediaKind? {
            switch self {
            case .image: .image
            case .video: .video
            case .audio: .audio
            case .document: .document
            case .text, .location, .contacts, .interactive, .reaction: nil
            }
        }
    }

    /// How long a link may be, in characters; browsers and proxies agree on no more.
    static let linkLimit = 2048
    /// Longer than any slug or id of an organization, in characters.
    static let tenantLimit = 64
    /// How long the name of a document may be, in characters: what file systems take.
    static let fileNameLimit = 255
    /// What a text has to have (contract FQX-01).
    static let textRule = Violation("/text", "is required for text messages")
    /// What a message with a file has to have (contract FQX-01).
    static let mediaRule = Violation("/media_url", "is required for media messages")

    var number: PhoneNumber
    var type: Kind
    var text: String?
    var mediaURL: String?
    var caption: String?
    var fileName: String?
    var location: LocationContent?
    var contacts: [ContactCard]?
    var interactive: InteractiveWords?
    var reaction: ReactionWords?
    /// The WhatsApp id of the message that is answered.
    var replyTo: String?
    /// The instance to send from, under either of the names that any dialect may use (decisions, "Which instance sends").
    var instanceID: InstanceID?
    var sessionID: InstanceID?

    init(
        number: PhoneNumber, type: Kind, text: String? = nil, mediaURL: String? = nil, caption: String? = nil, fileName: String? = nil,
        location: LocationContent? = nil, contacts: [ContactCard]? = nil, interactive: InteractiveWords? = nil, reaction: ReactionWords? = nil,
        replyTo: String? = nil, instanceID: InstanceID? = nil, sessionID: InstanceID? = nil
    ) {
        self.number = number
        self.type = type
        self.text = text
        self.mediaURL = mediaURL
        self.caption = caption
        self.fileName = fileName
        self.location = location
        self.contacts = contacts
        self.interactive = interactive
        self.reaction = reaction
        self.replyTo = replyTo
        self.instanceID = instanceID
        self.sessionID = sessionID
    }

    static let shape = whole(
        Shape.object(
            {
                SendWhatsApp(
                    number: $0, type: $1, text: $2, mediaURL: $3, caption: $4, fileName: $5, location: $6, contacts: $7, interactive: $8,
                    reaction: $9, replyTo: $10, instanceID: $11, sessionID: $12)
            },
            Field("phone_number", \.number, .phoneNumber, "The recipient's number with country code"),
            Field("message_type", \.type, .choice(), "What kind of message it is"),
            Field("text", \.text, optional: .text(max: MessageContent.textLimit), "Required when `message_type` is `text`"),
            Field(
                "media_url", \.mediaURL, optional: .text(max: linkLimit), "Where the file is fetched from; required for image, video, audio, document"
            ),
            Field("caption", \.caption, optional: .text(max: MessageContent.captionLimit), "The words under an image, a video or a document"),
            Field("filename", \.fileName, optional: .text(max: fileNameLimit), "The name a document is shown with"),
            Field("location", \.location, optional: LocationWords.shape, "Required when `message_type` is `location`"),
            Field(
                "contacts", \.contacts, optional: .list(of: ContactWords.shape, max: ContactCard.limit),
                "Required when `message_type` is `contacts`"),
            Field("interactive", \.interactive, optional: InteractiveWords.shape, "Required when `message_type` is `interactive`"),
            Field("reaction", \.reaction, optional: ReactionWords.shape, "Required when `message_type` is `reaction`"),
            Field("context_message_id", \.replyTo, optional: SentMessageID.shape, "The message that this one answers"),
            Field(
                "instanceId", \.instanceID, optional: .identifier(), "The instance to send from; the key's or the organization's default otherwise"),
            Field("session_id", \.sessionID, optional: .identifier(), "Another name for `instanceId`"))
    ).named("SendWhatsApp")

    /// Adds the rules that concern several members, so that they are told together with those that concern one. A member that is null is one
    /// that is missing, and an empty content is none (contract FQ-19).
    private static func whole(_ object: Shape<SendWhatsApp>) -> Shape<SendWhatsApp> {
        Shape(
            schema: object.schema,
            reader: { json, violations in
                guard case .object(let members) = json else { return object.read(json, &violations) }
                let stated = JSON.object(members.filter { $0.value != .null })
                let message = object.read(stated, &violations)
                guard let rule = stated["message_type"]?.string.flatMap(Kind.init).flatMap({ rule(of: $0, in: stated) }) else { return message }
                violations.add(rule.detail, at: rule.pointer)
                return nil
            }, writer: object.write)
    }

    /// What a message of that type lacks.
    private static func rule(of kind: Kind, in json: JSON) -> Violation? {
        switch kind {
        case .text: (json["text"] ?? "") == "" ? textRule : nil
        case .image, .video, .audio, .document: (json["media_url"] ?? "") == "" ? mediaRule : nil
        case .location: json["location"] == nil ? LocationWords.rule : nil
        case .contacts: (json["contacts"] ?? []) == [] ? ContactWords.rule : nil
        case .interactive: json["interactive"] == nil ? InteractiveWords.rule : nil
        case .reaction:
            switch json["reaction"] {
            case nil: ReactionWords.rule
            case .object?: (json["reaction"]?["message_id"] ?? .null) == .null ? ReactionWords.rule : nil
            default: nil
            }
        }
    }
}

/// The answer to `POST /send-whatsapp` (contract FQ-12 to FQ-15).
struct SentMessage: Sendable {
    /// What is told about the message.
    struct Facts: Sendable {
        var whatsAppID: String
        var recipient: PhoneNumber
        var type: SendWhatsApp.Kind
    }

    private static let sentence = "Message sent successfully"

    var data: Facts

    static let shape = Shape.object(
        { (_: Bool, _: String, data: Facts) in SentMessage(data: data) },
        Field("success", { _ in true }, .constant(true)),
        Field("message", { _ in sentence }, .constant(sentence)),
        Field("data", \.data, facts)
    ).named("SentMessage")

    private static let facts = Shape.object(
        { Facts(whatsAppID: $0, recipient: $1, type: $2) },
        Field("message_id", \.whatsAppID, SentMessageID.shape, "The message's id, for `context_message_id`"),
        Field("recipient", \.recipient, .phoneNumber(plus: false), "The number, without `+`"),
        Field("message_type", \.type, .choice(), "As it was asked for"))
}

extension FlowIQ {
    var sendWhatsApp: Route {
        Route(
            .post, "/send-whatsapp", "Send a message to a number",
            takes: .query(
                "tenantId", optional: .text(max: SendWhatsApp.tenantLimit), "The organization's slug or id; the key decides where it is left out"),
            .body(SendWhatsApp.shape, example: SendWhatsApp.example),
            gives: .ok(SentMessage.shape, example: SentMessage.example), fails: [.notFound, .notReady, .quotaExceeded, .unknownOutcome],
            auth: .key(.send)
        ) { [self] call, _, body in
            // What tenantId says was held against the key before this.
            let named = body.instanceID ?? body.sessionID
            let acceptance: Acceptance
            do {
                let draft = Draft(
                    try await content(body, as: call.caller), to: [.number(body.number)], from: named, requiring: .connected, replyTo: body.replyTo)
                acceptance = try await messaging.send(draft, as: call.caller)
            } catch Problem.notFound(.instance) where named == nil {
                // Where there is none at all, none is connected.
                throw Problem.notReady(.created)
            }
            let records = try await messaging.outcome(of: acceptance, within: patience)
            // Of an organization that is erased meanwhile nothing is left to be told.
            guard let record = records.first else { throw Problem.notFound(.message) }
            try await SendOutcome.check(record) {
                try await messaging.reachOutRest(of: InstanceReference(tenant: acceptance.tenant, id: acceptance.instance))
            }
            return SentMessage(data: SentMessage.Facts(whatsAppID: record.whatsAppID, recipient: body.number, type: body.type))
        }
    }
}

extension FlowIQ {
    /// What the message is to say, once the file that it carries is here (contract FQX-06).
    private func content(_ body: SendWhatsApp, as caller: Caller) async throws -> MessageContent {
        if let kind = body.type.media {
            guard let url = body.mediaURL else { throw Problem.invalid([SendWhatsApp.mediaRule]) }
            let file = try await media.fetch(url, as: kind, at: "/media_url", as: caller)
            let caption = kind == .audio ? nil : body.caption.flatMap { $0.isEmpty ? nil : $0 }
            return .media(MediaContent(kind: kind, file: file, caption: caption, fileName: kind == .document ? body.fileName : nil))
        }
        switch body.type {
        case .text: if let text = body.text { return .text(text) }
        case .location: if let location = body.location { return .location(location) }
        case .contacts: if let contacts = body.contacts { return .contacts(contacts) }
        case .reaction:
            if let reaction = body.reaction, let id = reaction.whatsAppID {
                return .reaction(ReactionContent(whatsAppID: id, emoji: reaction.emoji))
            }
        case .interactive:
            guard let interactive = body.interactive else { break }
            guard let wanted = interactive.headerMedia else { return interactive.content(nil) }
            return interactive.content(
                try await media.fetch(wanted.url, as: wanted.type.media, at: "/interactive/header_media/url", as: caller))
        case .image, .video, .audio, .document: break
        }
        // What a message of its type has to have was asked for when the request was read.
        throw Problem.invalid([Violation("/message_type", "must be one whose content is there")])
    }
}

extension SendWhatsApp {
    fileprivate static let example = PhoneNumber("27123456789").map {
        SendWhatsApp(number: $0, type: .text, text: "Hello! This is a test message from FlowIQ API.")
    }
}

extension SentMessage {
    fileprivate static let example = PhoneNumber("27123456789").map {
        SentMessage(data: Facts(whatsAppID: "3EB0F2A31C5D7E9B024680", recipient: $0, type: .text))
    }
}
