import API
import Contracts
import Core

/// What `POST /api/v1/messages/send` and `/schedule` take (contracts MFX-07, MFX-11).
struct SendRequest: Sendable {
    var instance: InstanceID?
    var to: PhoneNumber?
    var template: TemplateID?
    var variables: JSON?
    var words: Words
    var scheduledAt: String?

    /// How long a time may be, in bytes.
    static let timeLimit = 64

    /// Sends now: the time is refused, since leaving it out would send at once what was meant for later.
    static let sending = shape(
        Field("scheduledAt", { $0.scheduledAt.map(JSON.string) }, optional: .any, "Not taken here: see /api/v1/messages/schedule")
    ) { $0.map { $0.string ?? $0.text } }.named("SendMessage")

    /// Sends later.
    static let scheduling = shape(
        Field("scheduledAt", { $0.scheduledAt ?? "" }, .text(min: 1, max: timeLimit), "When: ISO 8601, in the account's time zone where it has none")
    ) { $0 }.named("ScheduleMessage")

    private static func shape<Time: Sendable>(
        _ time: Field<SendRequest, Time>, _ text: @escaping @Sendable (Time) -> String?
    ) -> Shape<SendRequest> {
        Shape.object(
            {
                instance, to, type, template, variables, text_, media, latitude, longitude, place, address, contact, title, description, footer,
                buttons, at in
                SendRequest(
                    instance: instance, to: to, template: template, variables: variables,
                    words: Words(
                        type: type, text: text_, mediaURL: media, latitude: latitude, longitude: longitude, locationName: place,
                        locationAddress: address, contact: contact, title: title, description: description, footer: footer, buttons: buttons),
                    scheduledAt: text(at))
            },
            Field("instanceId", \.instance, optional: .identifier(), "The instance to send from; the key's or the account's default otherwise"),
            Field(
                "to", \.to, optional: .phoneNumber, "The number to write to, in E.164; the contact's where `contactId` names one and `to` is missing"),
            Field("type", \.words.type, optional: Words.kind, "What kind of message it is; this or `templateId`"),
            Field("templateId", \.template, optional: .identifier(), "The template that says it; this or `type`"),
            Field("variables", \.variables, optional: .members(), "With `templateId`: an object with what fills `{{custom.…}}`"),
            Field("text", \.words.text, optional: Words.textShape, "The text; under an image, a video or a document its caption"),
            Field("mediaUrl", \.words.mediaURL, optional: Words.linkShape, "Where the file is"),
            Field("latitude", \.words.latitude, optional: Words.latitudeShape),
            Field("longitude", \.words.longitude, optional: Words.longitudeShape),
            Field("locationName", \.words.locationName, optional: Words.placeShape),
            Field("locationAddress", \.words.locationAddress, optional: Words.placeShape),
            Field("contactId", \.words.contact, optional: .identifier(), "With type contact: whose card it is"),
            Field("title", \.words.title, optional: Words.edgeShape, "With type buttons: what stands above"),
            Field("description", \.words.description, optional: Words.bodyShape, "With type buttons: the words"),
            Field("footer", \.words.footer, optional: Words.edgeShape, "With type buttons: what stands below"),
            Field("buttons", \.words.buttons, optional: Words.buttonsShape, "With type buttons"),
            time)
    }

    /// Everything that is wrong with it as a whole.
    func check(isScheduled: Bool) throws(Problem) {
        var violations = words.violations
        if to == nil, words.contact == nil || words.type == .contact { violations.append(Violation("/to", "is required")) }
        switch (words.type, template) {
        case (nil, nil), (.some, .some): violations.append(Violation("/type", "exactly one of type and templateId is required"))
        case (nil, .some), (.some, nil): break
        }
        if !isScheduled, scheduledAt != nil { violations.append(Violation("/scheduledAt", "is taken by /api/v1/messages/schedule alone")) }
        guard violations.isEmpty else { throw .invalid(violations) }
    }

    static let example = SendRequest(
        instance: InstanceResource.example.id, to: PhoneNumber("33612345678"), words: Words(type: .text, text: "Bonjour"))

    static let scheduledExample = SendRequest(
        instance: InstanceResource.example.id, to: PhoneNumber("33612345678"), words: Words(type: .text, text: "Bonjour"),
        scheduledAt: "2026-12-01T09:00:00Z")
}
