import API
import Campaigns
import Contracts
import Core
import Media

/// What a message, a template or a campaign says, as a request has it: `type` chooses which of the others count (contracts MFX-07, MFX-08).
struct Words: Sendable {
    /// The kinds that there are.
    enum Kind: String, CaseIterable, Sendable {
        case text, image, video, audio, document
        case voiceNote = "voice_note"
        case location, contact, buttons
    }

    /// How long a text may be, in characters (contract MFX-08).
    static let textLimit = 4096
    /// How long the URL of a file may be, in bytes.
    static let linkLimit = 2048

    var type: Kind?
    var text: String?
    var mediaURL: String?
    var latitude: Double?
    var longitude: Double?
    var locationName: String?
    var locationAddress: String?
    var contact: ContactID?
    var title: String?
    var description: String?
    var footer: String?
    var buttons: [ButtonWords]?

    static let kind = Shape<Kind>.choice()
    static let textShape = Shape<String>.text(min: 1, max: textLimit)
    static let linkShape = Shape<String>.link(max: linkLimit)
    static let latitudeShape = Shape<Double>.number(LocationContent.latitudes)
    static let longitudeShape = Shape<Double>.number(LocationContent.longitudes)
    static let placeShape = Shape<String>.text(max: LocationContent.textLimit)
    static let edgeShape = Shape<String>.text(min: 1, max: ButtonsContent.edgeLimit)
    static let bodyShape = Shape<String>.text(min: 1, max: ButtonsContent.bodyLimit)
    static let buttonsShape = Shape<[ButtonWords]>.list(of: ButtonWords.shape, min: 1, max: ButtonWords.limit)

    /// Whether anything is said.
    var isEmpty: Bool { type == nil && text == nil && mediaURL == nil && latitude == nil && buttons == nil && description == nil }

    /// What is missing of what the type needs.
    var violations: [Violation] {
        func require(_ isThere: Bool, _ name: String, _ type: Kind) -> [Violation] {
            isThere ? [] : [Violation("/\(name)", "is required when type is \(type.rawValue)")]
        }
        switch type {
        case nil: return []
        case .text?: return require(text != nil, "text", .text)
        case .image?: return require(mediaURL != nil, "mediaUrl", .image) + captionRule
        case .video?: return require(mediaURL != nil, "mediaUrl", .video) + captionRule
        case .document?: return require(mediaURL != nil, "mediaUrl", .document) + captionRule
        case .audio?: return require(mediaURL != nil, "mediaUrl", .audio)
        case .voiceNote?: return require(mediaURL != nil, "mediaUrl", .voiceNote)
        case .location?: return require(latitude != nil, "latitude", .location) + require(longitude != nil, "longitude", .location)
        case .contact?: return require(contact != nil, "contactId", .contact)
        case .buttons?:
            return require(description != nil || text != nil, "description", .buttons) + require(buttons != nil, "buttons", .buttons)
                + (buttons ?? []).enumerated().flatMap { $1.violations(at: "/buttons/\($0)") }
        }
    }

    private var captionRule: [Violation] {
        guard let text, text.unicodeScalars.count > MessageContent.captionLimit else { return [] }
        return [Violation("/text", "must have at most \(MessageContent.captionLimit) characters under a file")]
    }
}

extension MsgFlash {
    /// The content that the words make, with the file that they name fetched and kept until then at least. Throws `Problem.invalid`, and
    /// `.notFound(.contact)` for a contact that is not the account's.
    func content(of words: Words, until: Instant? = nil, as caller: Caller) async throws -> MessageContent {
        let violations = words.violations
        guard violations.isEmpty, let type = words.type else {
            throw Problem.invalid(violations.isEmpty ? [Violation("/type", "is required")] : violations)
        }
        switch type {
        case .text: return .text(words.text ?? "")
        case .image: return .media(try await file(words, .image, until, caller))
        case .video: return .media(try await file(words, .video, until, caller))
        case .audio: return .media(try await file(words, .audio, until, caller))
        case .voiceNote: return .media(try await file(words, .voice, until, caller))
        case .document: return .media(try await file(words, .document, until, caller))
        case .location:
            return .location(
                LocationContent(
                    latitude: words.latitude ?? 0, longitude: words.longitude ?? 0, name: words.locationName, address: words.locationAddress))
        case .contact:
            guard let id = words.contact else { throw Problem.notFound(.contact) }
            return .contacts([ContactCard(try await campaigns.contact(id, as: caller))])
        case .buttons:
            var header = words.title.map(ButtonsContent.Header.text)
            if words.mediaURL != nil { header = .media(try await file(words, .image, until, caller)) }
            return .buttons(
                ButtonsContent(
                    body: words.description ?? words.text ?? "", header: header, footer: words.footer,
                    buttons: (words.buttons ?? []).compactMap(\.button)))
        }
    }

    private func file(_ words: Words, _ kind: MediaKind, _ until: Instant?, _ caller: Caller) async throws -> MediaContent {
        let url = words.mediaURL ?? ""
        let file = try await media.fetch(url, as: kind, at: "/mediaUrl", until: until, as: caller)
        let hasCaption = words.type != .buttons && (kind == .image || kind == .video || kind == .document)
        let name = kind == .document ? url.prefix { $0 != "?" && $0 != "#" }.split(separator: "/").last.map(String.init) : nil
        return MediaContent(kind: kind, file: file, caption: hasCaption ? words.text : nil, fileName: name)
    }
}

extension ContactCard {
    /// The card of somebody the account writes to.
    init(_ contact: ContactRecord) {
        let names = [contact.firstName, contact.lastName].compactMap { $0 }.filter { !$0.isEmpty }
        let joined = names.isEmpty ? contact.number.description : names.joined(separator: " ")
        self.init(
            formattedName: contact.name ?? joined, firstName: contact.firstName, lastName: contact.lastName,
            phones: [Phone(number: contact.number.description, type: "CELL")])
    }
}
