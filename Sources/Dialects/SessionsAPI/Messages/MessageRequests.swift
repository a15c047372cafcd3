import API
import Contracts
import Core

/// Which session sends, where a request says so (contract GS-51): by id, or by the name that its owner gave it.
struct SessionChoice: Sendable {
    var id: InstanceID?
    var key: String?
    /// As any dialect may call it (decisions, "Which instance sends").
    var instanceID: InstanceID?

    var isMade: Bool { id != nil || key != nil || instanceID != nil }

    static let id = Shape<InstanceID>.identifier()
    static let key = Shape<String>.text(min: 1, max: 100)
    static let told = "The session to send from; the key's, the account's default or the only connected one otherwise"
}

/// `POST /api/v1/messages` (contract GS-40).
struct TextRequest: Sendable {
    var to: PhoneNumber
    var message: String
    var session: SessionChoice

    static let shape = Shape.object(
        { TextRequest(to: $0, message: $1, session: SessionChoice(id: $2, key: $3, instanceID: $4)) },
        Field("to", \.to, .phoneNumber, "The recipient, in E.164"),
        Field("message", \.message, .words(max: MessageContent.textLimit), "What to say"),
        Field("session_id", { $0.session.id }, optional: SessionChoice.id, SessionChoice.told),
        Field("session_key", { $0.session.key }, optional: SessionChoice.key, "The same by its `session_key`"),
        Field("instanceId", { $0.session.instanceID }, optional: SessionChoice.id, "Another name for `session_id`")
    ).named("TextMessage")

    static let example = PhoneNumber("237612345678").map { TextRequest(to: $0, message: "Hello from WhatsApp API!", session: SessionChoice()) }
}

/// `POST /api/v1/messages/media` (contract GS-44).
struct MediaRequest: Sendable {
    /// What kind of file it is.
    enum Kind: String, CaseIterable, Sendable {
        case image, video

        var media: MediaKind {
            switch self {
            case .image: .image
            case .video: .video
            }
        }
    }

    /// How long a link may be, in characters; browsers and proxies agree on no more.
    static let linkLimit = 2048

    var to: PhoneNumber
    var url: String
    var kind: Kind
    var caption: String?
    var session: SessionChoice

    static let shape = Shape.object(
        { MediaRequest(to: $0, url: $1, kind: $2, caption: $3, session: SessionChoice(id: $4, key: $5, instanceID: $6)) },
        Field("to", \.to, .phoneNumber, "The recipient, in E.164"),
        Field("mediaUrl", \.url, .text(min: 1, max: linkLimit), "Where the file is fetched from"),
        Field("mediaType", \.kind, .choice(), "Images: JPEG, PNG, WebP, GIF; videos: MP4, 3GPP, MOV, WebM"),
        Field("caption", \.caption, optional: .text(max: MessageContent.captionLimit), "The words under it"),
        Field("session_id", { $0.session.id }, optional: SessionChoice.id, SessionChoice.told),
        Field("session_key", { $0.session.key }, optional: SessionChoice.key, "The same by its `session_key`"),
        Field("instanceId", { $0.session.instanceID }, optional: SessionChoice.id, "Another name for `session_id`")
    ).named("MediaMessage")

    static let example = PhoneNumber("237612345678").map {
        MediaRequest(to: $0, url: "https://example.com/image.jpg", kind: .image, caption: "Check this out!", session: SessionChoice())
    }
}

/// `POST /api/v1/messages/audio` (contract GS-47, GS-49).
struct AudioRequest: Sendable {
    var to: PhoneNumber
    var url: String
    var isVoice: Bool
    var session: SessionChoice

    static let shape = Shape.object(
        { AudioRequest(to: $0, url: $1, isVoice: $2, session: SessionChoice(id: $3, key: $4, instanceID: $5)) },
        Field("to", \.to, .phoneNumber, "The recipient, in E.164"),
        Field("audioUrl", \.url, .text(min: 1, max: MediaRequest.linkLimit), "Where the file is fetched from: MP3, OGG, AAC, WAV, Opus"),
        Field(
            "ptt", \.isVoice, .bool, default: false, "Whether it is a voice note, which must be OGG with Opus in one channel: nothing is transcoded"),
        Field("session_id", { $0.session.id }, optional: SessionChoice.id, SessionChoice.told),
        Field("session_key", { $0.session.key }, optional: SessionChoice.key, "The same by its `session_key`"),
        Field("instanceId", { $0.session.instanceID }, optional: SessionChoice.id, "Another name for `session_id`")
    ).named("AudioMessage")

    static let example = PhoneNumber("237612345678").map {
        AudioRequest(to: $0, url: "https://example.com/voice.ogg", isVoice: true, session: SessionChoice())
    }
}
