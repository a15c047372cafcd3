import API
import Contracts

/// One button, as a request has it: `type` chooses which of the others count (contract MFX-09).
struct ButtonWords: Sendable {
    /// What pressing it does.
    enum Kind: String, CaseIterable, Sendable { case reply, copy, url, call, pix }

    /// How many buttons there may be (contract MFX-07).
    static let limit = 2

    var type: Kind?
    /// Where one of the document's examples writes the type.
    var title: String?
    var displayText: String?
    var id: String?
    var copyCode: String?
    var url: String?
    var phoneNumber: PhoneNumber?
    var currency: String?
    var name: String?
    var keyType: String?
    var key: String?

    private static let value = Shape<String>.text(min: 1, max: ButtonsContent.valueLimit)

    static let shape = Shape.object(
        ButtonWords.init,
        Field("type", \.type, optional: .choice(), "What pressing it does"),
        Field("title", \.title, optional: .text(max: ButtonsContent.titleLimit), "Read as `type` where that is missing"),
        Field("displayText", \.displayText, optional: .text(min: 1, max: ButtonsContent.titleLimit), "What is written on it; required for reply"),
        Field("id", \.id, optional: value, "What comes back; required for reply"),
        Field("copyCode", \.copyCode, optional: value, "What is copied; required for copy"),
        Field("url", \.url, optional: .text(min: 1, max: 2048), "What is opened; required for url"),
        Field("phoneNumber", \.phoneNumber, optional: .phoneNumber, "Who is called; required for call"),
        Field("currency", \.currency, optional: value, "Required for pix"),
        Field("name", \.name, optional: value, "Required for pix"),
        Field("keyType", \.keyType, optional: value, "Required for pix"),
        Field("key", \.key, optional: value, "Required for pix")
    ).named("Button")

    /// The type, wherever it is written.
    private var kind: Kind? { type ?? title.flatMap(Kind.init(rawValue:)) }

    /// What is missing of what the type needs.
    func violations(at pointer: String) -> [Violation] {
        func missing(_ fields: [(name: String, isThere: Bool)], _ kind: Kind) -> [Violation] {
            fields.filter { !$0.isThere }.map { Violation("\(pointer)/\($0.name)", "is required when type is \(kind.rawValue)") }
        }
        switch kind {
        case nil: return [Violation("\(pointer)/type", "must be one of \(Kind.allCases.map(\.rawValue).joined(separator: ", "))")]
        case .reply?: return missing([("displayText", displayText != nil), ("id", id != nil)], .reply)
        case .copy?: return missing([("copyCode", copyCode != nil)], .copy)
        case .url?: return missing([("url", url != nil)], .url)
        case .call?: return missing([("phoneNumber", phoneNumber != nil)], .call)
        case .pix?: return missing([("currency", currency != nil), ("name", name != nil), ("keyType", keyType != nil), ("key", key != nil)], .pix)
        }
    }

    /// The button; nil where something is missing.
    var button: ButtonsContent.Button? {
        let action: ButtonsContent.Button.Action
        switch kind {
        case nil: return nil
        case .reply?:
            guard let id else { return nil }
            action = .reply(id: id)
        case .copy?:
            guard let copyCode else { return nil }
            action = .copy(code: copyCode)
        case .url?:
            guard let url else { return nil }
            action = .open(url: url)
        case .call?:
            guard let phoneNumber else { return nil }
            action = .call(phoneNumber)
        case .pix?:
            guard let currency, let name, let keyType, let key else { return nil }
            action = .pix(currency: currency, name: name, keyType: keyType, key: key)
        }
        return ButtonsContent.Button(title: displayText ?? Self.writing(on: kind), action: action)
    }

    /// What is written on a button of which it is not said.
    private static func writing(on kind: Kind?) -> String {
        switch kind {
        case .copy?: "Copy code"
        case .url?: "Open"
        case .call?: "Call"
        case .pix?: "Pay with PIX"
        case .reply?, nil: ""
        }
    }

    init(
        type: Kind?, title: String? = nil, displayText: String? = nil, id: String? = nil, copyCode: String? = nil, url: String? = nil,
        phoneNumber: PhoneNumber? = nil, currency: String? = nil, name: String? = nil, keyType: String? = nil, key: String? = nil
    ) {
        self.type = type
        self.title = title
        self.displayText = displayText
        self.id = id
        self.copyCode = copyCode
        self.url = url
        self.phoneNumber = phoneNumber
        self.currency = currency
        self.name = name
        self.keyType = keyType
        self.key = key
    }

    /// As it is shown of a template.
    init(_ button: ButtonsContent.Button) {
        switch button.action {
        case .reply(let id): self.init(type: .reply, displayText: button.title, id: id)
        case .copy(let code): self.init(type: .copy, displayText: button.title, copyCode: code)
        case .open(let url): self.init(type: .url, displayText: button.title, url: url)
        case .call(let number): self.init(type: .call, displayText: button.title, phoneNumber: number)
        case .pix(let currency, let name, let keyType, let key):
            self.init(type: .pix, displayText: button.title, currency: currency, name: name, keyType: keyType, key: key)
        }
    }
}
