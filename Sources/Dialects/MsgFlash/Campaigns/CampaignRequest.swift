import API
import Campaigns
import Contracts
import Core

/// What `POST /api/v1/campaigns` takes (contract MFX-15).
struct CampaignRequest: Sendable {
    /// How often it is sent. The document prints `noe` where it means `none`.
    enum Repetition: String, CaseIterable, Sendable {
        case none, noe, daily, weekly

        var repetition: CampaignRecord.Repetition {
            switch self {
            case .none, .noe: .none
            case .daily: .daily
            case .weekly: .weekly
            }
        }
    }

    /// Whom it is for.
    struct Recipients: Sendable {
        var type: Audience.Kind
        var value: [String]?
        var group: String?

        static let shape = Shape.object(
            { Recipients(type: $0, value: $1, group: $2) },
            Field(
                "type", \.type, .choice(),
                "explicit: these numbers; tags: contacts that have one of them; all: every contact; group: a WhatsApp group"),
            Field(
                "value", \.value, optional: .list(of: .text(min: 1, max: 128), max: Audience.numbersLimit), "The numbers, in E.164, or the tags"),
            Field("groupId", \.group, optional: .text(min: 1, max: 128), "With type group: the group's address, such as 120363000000000001@g.us")
        ).named("Recipients")

        /// Whom that means.
        func audience() throws(Problem) -> Audience {
            switch type {
            case .all: return .all
            case .tags: return .tags(value ?? [])
            case .group:
                guard let group = (group ?? value?.first).flatMap({ JID($0) }), group.server == .group else {
                    throw .invalid([Violation("/recipients/groupId", "must be the address of a WhatsApp group")])
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

    var instance: InstanceID?
    var name: String
    var schedule: String?
    var recipients: Recipients
    var repetition: Repetition
    var template: TemplateID?
    var variables: JSON?
    var words: Words

    static let shape = Shape.object(
        {
            instance, name, schedule, recipients, repetition, type, template, variables, text, media, latitude, longitude, place, address, contact,
            title,
            description, footer, buttons in
            CampaignRequest(
                instance: instance, name: name, schedule: schedule, recipients: recipients, repetition: repetition, template: template,
                variables: variables,
                words: Words(
                    type: type, text: text, mediaURL: media, latitude: latitude, longitude: longitude, locationName: place,
                    locationAddress: address, contact: contact, title: title, description: description, footer: footer, buttons: buttons))
        },
        Field("instanceId", \.instance, optional: .identifier(), "The instance to send from; the key's or the account's default otherwise"),
        Field("name", \.name, .text(min: 1, max: CampaignRecord.nameLimit), "For people"),
        Field(
            "schedule", \.schedule, optional: .text(min: 1, max: SendRequest.timeLimit),
            "When it begins: ISO 8601, in the account's time zone where it has none; at once where it is missing"),
        Field("recipients", \.recipients, Recipients.shape),
        Field("repeat", \.repetition, .choice(), default: .none, "At the same local time in the account's time zone; `noe` means none"),
        Field("type", \.words.type, optional: Words.kind, "What kind of message it is; this or `templateId`"),
        Field("templateId", \.template, optional: .identifier(), "The template that says it; this or `type`"),
        Field("variables", \.variables, optional: .members(), "With `templateId`: an object with what fills `{{custom.…}}`"),
        Field("text", \.words.text, optional: Words.textShape),
        Field("mediaUrl", \.words.mediaURL, optional: Words.linkShape),
        Field("latitude", \.words.latitude, optional: Words.latitudeShape),
        Field("longitude", \.words.longitude, optional: Words.longitudeShape),
        Field("locationName", \.words.locationName, optional: Words.placeShape),
        Field("locationAddress", \.words.locationAddress, optional: Words.placeShape),
        Field("contactId", \.words.contact, optional: .identifier()),
        Field("title", \.words.title, optional: Words.edgeShape),
        Field("description", \.words.description, optional: Words.bodyShape),
        Field("footer", \.words.footer, optional: Words.edgeShape),
        Field("buttons", \.words.buttons, optional: Words.buttonsShape)
    ).named("NewCampaign")

    /// Everything that is wrong with it as a whole.
    func check() throws(Problem) {
        var violations = words.violations
        switch (words.type, template) {
        case (nil, nil), (.some, .some): violations.append(Violation("/type", "exactly one of type and templateId is required"))
        case (nil, .some), (.some, nil): break
        }
        guard violations.isEmpty else { throw .invalid(violations) }
    }

    static let example = CampaignRequest(
        instance: InstanceResource.example.id, name: "Soldes", schedule: "2026-12-01T09:00:00Z",
        recipients: Recipients(type: .explicit, value: ["+33612345678"]), repetition: .none, words: Words(type: .text, text: "Bonjour"))
}
