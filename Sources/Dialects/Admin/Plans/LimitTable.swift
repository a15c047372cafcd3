import API
import Billing
import Contracts

/// How the members of a table of limits look: numbers, changes of numbers, a tenant's own limits, changes of these.
protocol LimitStyle: Sendable {
    associatedtype Member: Sendable
    /// What a member is that is not there.
    static var absent: Member { get }
    static func field<Object>(
        _ name: String, _ get: @escaping @Sendable (Object) -> Member, _ range: ClosedRange<Int>, _ description: String
    ) -> Field<Object, Member>
}

/// A value for each limit that there is, by the same names in plans, in what a tenant has of its own, and in changes of both.
struct LimitTable<Style: LimitStyle>: Sendable {
    var maxInstances: Style.Member
    var messagesPerDay: Style.Member
    var requestsPerSecond: Style.Member
    var maxKeys: Style.Member
    var maxWebhookEndpoints: Style.Member
    var mediaBytes: MediaTable<Style>

    /// None.
    static var empty: LimitTable {
        LimitTable(
            maxInstances: Style.absent, messagesPerDay: Style.absent, requestsPerSecond: Style.absent, maxKeys: Style.absent,
            maxWebhookEndpoints: Style.absent, mediaBytes: .empty)
    }

    subscript(name: LimitName) -> Style.Member {
        get {
            switch name {
            case .maxInstances: maxInstances
            case .messagesPerDay: messagesPerDay
            case .requestsPerSecond: requestsPerSecond
            case .maxKeys: maxKeys
            case .maxWebhookEndpoints: maxWebhookEndpoints
            }
        }
        set {
            switch name {
            case .maxInstances: maxInstances = newValue
            case .messagesPerDay: messagesPerDay = newValue
            case .requestsPerSecond: requestsPerSecond = newValue
            case .maxKeys: maxKeys = newValue
            case .maxWebhookEndpoints: maxWebhookEndpoints = newValue
            }
        }
    }

    static var shape: Shape<LimitTable> {
        let (some, one) = (0...Limits.greatest, 1...Limits.greatest)
        return Shape.object(
            {
                LimitTable(
                    maxInstances: $0, messagesPerDay: $1, requestsPerSecond: $2, maxKeys: $3, maxWebhookEndpoints: $4, mediaBytes: $5)
            },
            Style.field(LimitName.maxInstances.rawValue, { $0.maxInstances }, some, "Instances that there may be"),
            Style.field(LimitName.messagesPerDay.rawValue, { $0.messagesPerDay }, some, "Messages that are accepted in a day of UTC"),
            Style.field(LimitName.requestsPerSecond.rawValue, { $0.requestsPerSecond }, one, "Requests that a key may make in a second"),
            Style.field(LimitName.maxKeys.rawValue, { $0.maxKeys }, some, "API keys that there may be"),
            Style.field(LimitName.maxWebhookEndpoints.rawValue, { $0.maxWebhookEndpoints }, some, "Webhook endpoints that there may be"),
            Field("media_bytes", { $0.mediaBytes }, MediaTable<Style>.shape, default: .empty, "How large media may be; voice notes are audio"))
    }
}

/// The same for each kind of media, in bytes.
struct MediaTable<Style: LimitStyle>: Sendable {
    var image: Style.Member
    var video: Style.Member
    var audio: Style.Member
    var document: Style.Member
    var sticker: Style.Member

    static var empty: MediaTable {
        MediaTable(image: Style.absent, video: Style.absent, audio: Style.absent, document: Style.absent, sticker: Style.absent)
    }

    /// The value for a kind; nil for one that plans do not tell apart.
    subscript(kind: MediaKind) -> Style.Member? {
        switch kind {
        case .image: image
        case .video: video
        case .audio: audio
        case .document: document
        case .sticker: sticker
        case .voice: nil
        }
    }

    /// From what there is of each kind.
    init(_ value: (MediaKind) -> Style.Member) {
        self.init(image: value(.image), video: value(.video), audio: value(.audio), document: value(.document), sticker: value(.sticker))
    }

    init(image: Style.Member, video: Style.Member, audio: Style.Member, document: Style.Member, sticker: Style.Member) {
        self.image = image
        self.video = video
        self.audio = audio
        self.document = document
        self.sticker = sticker
    }

    static var shape: Shape<MediaTable> {
        let range = 0...Limits.greatest
        return Shape.object(
            { MediaTable(image: $0, video: $1, audio: $2, document: $3, sticker: $4) },
            Style.field(MediaKind.image.rawValue, { $0.image }, range, ""),
            Style.field(MediaKind.video.rawValue, { $0.video }, range, ""),
            Style.field(MediaKind.audio.rawValue, { $0.audio }, range, ""),
            Style.field(MediaKind.document.rawValue, { $0.document }, range, ""),
            Style.field(MediaKind.sticker.rawValue, { $0.sticker }, range, ""))
    }
}
