import Contracts
import Core

/// What a whole WhatsApp message object says, as far as Herald knows its kind (contract FS1-109).
struct WrittenMessage: Sendable, Hashable {
    /// How often one message may be wrapped into another.
    private static let wrappingLimit = 4
    /// In what messages that vanish, are seen once, or are documents with words are wrapped.
    private static let wrappings = [
        "ephemeralMessage", "viewOnceMessage", "viewOnceMessageV2", "viewOnceMessageV2Extension", "documentWithCaptionMessage",
    ]

    /// A file that comes with it.
    struct File: Sendable, Hashable {
        let kind: MediaKind
        let caption: String?
        let name: String?
        /// Its bytes, where the object has them: the member `data`, which only the sandbox knows.
        let bytes: [UInt8]?
    }

    /// What it says.
    enum Saying: Sendable, Hashable {
        case content(MessageContent)
        case file(File)
        case unknown
    }

    let saying: Saying
    /// The message that it answers, or puts its reaction on.
    let replyTo: String?

    /// Reads an object; throws `.refused` where the file in it cannot be read.
    init(_ object: JSON) throws(SendFailure) {
        let message = Self.unwrapped(object)
        var replyTo: String?
        saying = try Self.saying(of: message, &replyTo)
        self.replyTo = replyTo
    }

    private static func unwrapped(_ object: JSON) -> JSON {
        var message = object
        for _ in 0..<wrappingLimit {
            guard let inner = wrappings.lazy.compactMap({ message[$0]?["message"] }).first else { break }
            message = inner
        }
        return message
    }

    private static func saying(of message: JSON, _ replyTo: inout String?) throws(SendFailure) -> Saying {
        // Beside what it says, a message may carry members about itself.
        for member in message.object ?? [] {
            let value = member.value
            guard let saying = try saying(member.name, value) else { continue }
            replyTo = value["contextInfo"]?["stanzaId"]?.string ?? (member.name == "reactionMessage" ? value["key"]?["id"]?.string : nil)
            return saying
        }
        return .unknown
    }

    /// What one member says; nil for members that say nothing, or nothing that Herald knows.
    private static func saying(_ name: String, _ value: JSON) throws(SendFailure) -> Saying? {
        switch name {
        // Plain text is a `conversation`; with formatting, a link or an answer in it, it is an `extendedTextMessage`.
        case "conversation": text(value.string)
        case "extendedTextMessage":
            value["text"]?.string.map { text in
                let preview = value["matchedText"]?.string.map {
                    LinkPreview(link: $0, title: value["title"]?.string, description: value["description"]?.string)
                }
                return .content(.text(text, preview: preview))
            }
        case "imageMessage": try file(.image, value)
        case "videoMessage": try file(.video, value)
        case "audioMessage": try file(value["ptt"]?.bool == true ? .voice : .audio, value)
        case "documentMessage": try file(.document, value)
        case "stickerMessage": try file(.sticker, value)
        case "locationMessage": location(value)
        case "contactMessage": contacts([value])
        case "contactsArrayMessage": contacts(value["contacts"]?.array ?? [])
        case "reactionMessage":
            if let id = value["key"]?["id"]?.string, let emoji = value["text"]?.string {
                .content(.reaction(ReactionContent(whatsAppID: id, emoji: emoji)))
            } else {
                nil
            }
        case "buttonsResponseMessage", "templateButtonReplyMessage": text(value["selectedDisplayText"]?.string)
        case "listResponseMessage": text(value["title"]?.string)
        case "interactiveResponseMessage": text(value["body"]?["text"]?.string)
        default: nil
        }
    }

    private static func text(_ text: String?) -> Saying? { text.map { .content(.text($0)) } }

    private static func file(_ kind: MediaKind, _ value: JSON) throws(SendFailure) -> Saying {
        var bytes: [UInt8]?
        if let data = value["data"] {
            guard let decoded = data.string.flatMap(Base64.standard.decode), !decoded.isEmpty else { throw .refused }
            bytes = decoded
        }
        let name = value["fileName"]?.string ?? (kind == .document ? value["title"]?.string : nil)
        return .file(File(kind: kind, caption: value["caption"]?.string, name: name, bytes: bytes))
    }

    private static func location(_ value: JSON) -> Saying? {
        guard let latitude = degrees(value["degreesLatitude"]), let longitude = degrees(value["degreesLongitude"]),
            LocationContent.latitudes.contains(latitude), LocationContent.longitudes.contains(longitude)
        else { return nil }
        return .content(
            .location(
                LocationContent(latitude: latitude, longitude: longitude, name: value["name"]?.string, address: value["address"]?.string)))
    }

    private static func degrees(_ value: JSON?) -> Double? {
        switch value {
        case .integer(let number): Double(number)
        case .number(let number): number
        case nil, .null, .bool, .string, .array, .object: nil
        }
    }

    private static func contacts(_ values: [JSON]) -> Saying? {
        let cards = values.prefix(ContactCard.limit).compactMap { $0["vcard"]?.string.flatMap { ContactCard(vCard: $0) } }
        return cards.isEmpty ? nil : .content(.contacts(cards))
    }

    /// The object without the bytes of its file, and with what WhatsApp says of a file in their place, unless it says that itself.
    static func describing(_ file: MediaReference, in object: JSON) -> JSON {
        guard case .object(let members) = object else { return object }
        return .object(
            members.map { member in
                switch member.name {
                case _ where wrappings.contains(member.name):
                    let inner = (member.value.object ?? []).map {
                        $0.name == "message" ? JSON.Member($0.name, describing(file, in: $0.value)) : $0
                    }
                    return JSON.Member(member.name, .object(inner))
                case "imageMessage", "videoMessage", "audioMessage", "documentMessage", "stickerMessage":
                    let told = (member.value.object ?? []).filter { $0.name != "data" }
                    let known = [
                        JSON.Member("mimetype", .string(file.mimeType)), JSON.Member("fileLength", .string(String(file.bytes))),
                        JSON.Member("fileSha256", .string(Base64.standard.encode(file.sha256))),
                    ]
                    return JSON.Member(member.name, .object(told + known.filter { known in !told.contains { $0.name == known.name } }))
                default: return member
                }
            })
    }
}
