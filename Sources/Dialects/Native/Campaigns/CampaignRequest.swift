import API
import Campaigns
import Contracts
import Core
import Messaging

/// Whom a campaign is for, as the native API writes it.
struct RecipientsValue: Sendable {
    var type: Audience.Kind
    var value: [String]?
    var count: Int?

    /// What requests take.
    static let taken = Shape.object(
        { RecipientsValue(type: $0, value: $1) },
        Field(
            "type", \.type, .choice(), "explicit: these numbers; all: every contact; tags: contacts that have one of them; group: a WhatsApp group"),
        Field(
            "value", \.value, optional: .oneOrMany(of: .text(min: 1, max: 128), max: Audience.numbersLimit),
            "The numbers in E.164, the tags, or the group's id"))

    /// What answers show.
    static let shown = Shape.object(
        { RecipientsValue(type: $0, value: $1) },
        Field("type", \.type, .choice()),
        Field("value", \.value, nullable: .list(of: .text()), "Of the numbers the first \(Audience.numbersShown); null for all"))

    init(type: Audience.Kind, value: [String]? = nil) {
        self.type = type
        self.value = value
    }

    init(_ audience: Audience) {
        switch audience {
        case .explicit(let numbers): self.init(type: .explicit, value: numbers.map(\.description))
        case .all: self.init(type: .all)
        case .tags(let tags): self.init(type: .tags, value: tags)
        case .group(let group): self.init(type: .group, value: [group.description])
        }
    }

    /// Whom that means.
    func audience() throws(Problem) -> Audience {
        switch type {
        case .all: return .all
        case .tags: return .tags(value ?? [])
        case .group:
            guard value?.count == 1, let group = value?.first.flatMap({ JID($0) }), group.server == .group else {
                throw .invalid([Violation("/recipients/value", "must be the id of one group")])
            }
            return .group(group)
        case .explicit:
            var violations = Violations()
            var numbers: [PhoneNumber] = []
            for (index, text) in (value ?? []).enumerated() {
                if let number = PhoneNumber.read(text) {
                    numbers.append(number)
                } else {
                    violations.add("must be a telephone number: country code and number, 7 to 15 digits", at: "/recipients/value/\(index)")
                }
            }
            try violations.check()
            return .explicit(numbers)
        }
    }
}

/// What `POST /v1/campaigns` takes.
struct CampaignRequest: Sendable {
    var name: String
    var instance: InstanceID?
    var recipients: RecipientsValue
    var content: ContentRequest?
    var template: ContentRequest.TemplateUse?
    var repetition: CampaignRecord.Repetition
    var startsAt: String?

    static let shape = Shape.object(
        {
            name, instance, recipients, type, text, media, caption, fileName, location, contacts, buttons, list, template, repetition, startsAt in
            CampaignRequest(
                name: name, instance: instance, recipients: recipients,
                content: type.map {
                    ContentRequest(
                        type: $0, text: text, media: media, caption: caption, fileName: fileName, location: location, contacts: contacts,
                        buttons: buttons, list: list)
                },
                template: template, repetition: repetition, startsAt: startsAt)
        },
        Field("name", \.name, .text(min: 1, max: CampaignRecord.nameLimit), "What you call it"),
        Field("instance_id", \.instance, optional: .identifier(), "The instance to send from; the key's or the tenant's default otherwise"),
        Field("recipients", \.recipients, RecipientsValue.taken),
        Field("type", \.content?.type, optional: .choice(), "What kind of message it is; or `template`"),
        Field("text", \.content?.text, optional: .text(min: 1, max: MessageContent.textLimit)),
        Field("media", \.content?.media, optional: ContentRequest.File.shape),
        Field("caption", \.content?.caption, optional: ContentShapes.caption),
        Field("file_name", \.content?.fileName, optional: ContentShapes.fileName),
        Field("location", \.content?.location, optional: ContentShapes.location),
        Field("contacts", \.content?.contacts, optional: ContentShapes.contacts),
        Field("buttons", \.content?.buttons, optional: ContentShapes.buttons),
        Field("list", \.content?.list, optional: ContentShapes.list),
        Field("template", \.template, optional: ContentRequest.TemplateUse.shape, "Words with gaps, filled for each recipient; or `type`"),
        Field("repeat", \.repetition, .choice(), default: .none, "At the same local time in the tenant's time zone"),
        Field(
            "starts_at", \.startsAt, optional: .text(min: 1, max: SendTime.textLimit),
            "RFC 3339, or YYYY-MM-DD HH:mm:ss in the tenant's time zone; at once where it is missing")
    ).minding(ContentRequest.broken)

    static let example = CampaignRequest(
        name: "Spring", recipients: RecipientsValue(type: .explicit, value: ["+254712345678"]),
        content: ContentRequest(type: .text, text: "Hello from Herald"), repetition: .none)
}
