import Contracts
import Core
import Testing

@testable import Campaigns

/// What gaps are filled with, and what is said where there is nothing.
@Suite struct FillingTests {
    private let tenant = TenantFacts(id: TenantID(high: 1, low: 2), slug: "acme", name: "Acme", timeZone: "UTC", isSuspended: false)
    private let contact: ContactRecord
    private let instance = GapValues.Instance(id: InstanceID(high: 5, low: 6), name: "Shop", number: PhoneNumber("254700000001"))

    init() throws {
        contact = ContactRecord(
            id: ContactID(high: 3, low: 4), number: try #require(PhoneNumber("254712345678")), firstName: "Amina", lastName: "Otieno",
            email: "amina@example.com", custom: ["plan": "gold", "points": 42, "address": ["city": "Kisumu"]], createdAt: Instant(seconds: 0),
            updatedAt: Instant(seconds: 0))
    }

    private func values(_ variables: JSON = .object([])) -> GapValues {
        GapValues(number: nil, contact: contact, tenant: tenant, instance: instance, variables: variables)
    }

    @Test(
        arguments: [
            ("{{contact.name}}", "Amina Otieno"), ("{{contact.firstName}}", "Amina"), ("{{contact.first_name}}", "Amina"),
            ("{{contact.lastName}}", "Otieno"), ("{{contact.email}}", "amina@example.com"), ("{{contact.phone}}", "+254712345678"),
            ("{{contact.number}}", "+254712345678"), ("{{contact.plan}}", "gold"), ("{{contact.custom.plan}}", "gold"),
            ("{{contact.address.city}}", "Kisumu"), ("{{user.name}}", "Acme"), ("{{user.slug}}", "acme"), ("{{instance.name}}", "Shop"),
            ("{{instance.waNumber}}", "+254700000001"), ("{{custom.code}}", "A-1"), ("{{custom.total}}", "12.5"), ("{{custom.vip}}", "true"),
            // What is handed in goes before what is kept of the contact.
            ("{{custom.plan}}", "silver"), ("{{custom.points}}", "42"), ("{{custom.order.id}}", "7"), ("{{custom.nested}}", "deep"),
        ])
    func `a gap is filled with what its owner has`(_ text: String, _ filled: String) throws {
        let variables: JSON = [
            "code": "A-1", "total": .number(12.5), "vip": true, "plan": "silver", "order": ["id": 7], "custom": ["nested": "deep"],
        ]
        #expect(try Filling.filled(.text(text), with: values(variables)) == .text(filled))
    }

    @Test func `what is put in is not looked through for gaps again`() throws {
        let filled = try Filling.filled(.text("{{custom.code}}"), with: values(["code": "{{contact.name}}"]))
        #expect(filled == .text("{{contact.name}}"))
    }

    @Test func `everything that is missing is told at once, each once`() {
        let nobody = GapValues(tenant: tenant, instance: nil, variables: ["empty": ""])
        let content = MessageContent.text("{{contact.name}} {{custom.code}} {{custom.code}} {{custom.empty}} {{instance.name}} {{user.shoe}}")
        let rest = Filling.attempted(content, with: nobody).rest
        #expect(rest.missing.map(\.description) == ["custom.code", "custom.empty", "user.shoe"])
        #expect(rest.unavailable.map(\.description) == ["contact.name", "instance.name"])
        guard case .invalid(let violations) = Problem(rest, at: "/template") else { return #expect(Bool(false)) }
        #expect(violations.map(\.fault) == [.variable, .variable, .variable, .context, .context])
        #expect(violations.allSatisfy { $0.pointer == "/template/variables" })
    }

    @Test func `a number without a contact has a number and no name`() {
        let stranger = GapValues(number: PhoneNumber("254712345679"), tenant: tenant, instance: nil, variables: .object([]))
        let (content, rest) = Filling.attempted(.text("{{contact.number}}: {{contact.name}}"), with: stranger)
        #expect(content == .text("+254712345679: {{contact.name}}"))
        #expect(rest.missing.map(\.description) == ["contact.name"])
        #expect(rest.unavailable.isEmpty)
    }

    @Test func `every text of a content has its gaps filled`() throws {
        let gap = "{{custom.x}}"
        let button = ButtonsContent.Button(title: gap, action: .open(url: "https://example.com/" + gap))
        let buttons = MessageContent.buttons(ButtonsContent(body: gap, header: .text(gap), footer: gap, buttons: [button]))
        let row = ListContent.Row(id: "1", title: gap, description: gap)
        let list = MessageContent.list(
            ListContent(body: gap, button: gap, header: gap, footer: gap, sections: [ListContent.Section(title: gap, rows: [row])]))
        let file = MediaReference(id: MediaID(high: 1, low: 1), mimeType: "image/png", bytes: 1, sha256: [])
        let media = MessageContent.media(MediaContent(kind: .document, file: file, caption: gap, fileName: gap))
        let location = MessageContent.location(LocationContent(latitude: 1, longitude: 2, name: gap, address: gap))
        for content in [buttons, list, media, location, .text(gap)] {
            let text = try Filling.filled(content, with: values(["x": "filled"])).json.text
            #expect(!text.contains("{{"))
            #expect(text.contains("filled"))
            #expect(text == content.json.text.replacing(gap, with: "filled"))
        }
    }

    @Test func `texts that get too long are noticed`() throws {
        let long = String(repeating: "x", count: 25)
        let buttons = MessageContent.buttons(ButtonsContent(body: "b", buttons: [.init(title: long, action: .reply(id: "1"))]))
        #expect(buttons.overlong.count == 1)
        #expect(MessageContent.text(String(repeating: "x", count: MessageContent.textLimit)).overlong.isEmpty)
        #expect(MessageContent.text(String(repeating: "x", count: MessageContent.textLimit + 1)).overlong.count == 1)
    }
}
