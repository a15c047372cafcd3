import Contracts
import Core

/// What gaps are filled with: the facts known where a message is made.
struct GapValues: Sendable {
    /// What there is for a gap.
    enum Value: Sendable, Hashable {
        case text(String)
        /// The owner is known, and has nothing of that name.
        case missing
        /// It is not known who the owner is.
        case unavailable
    }

    /// The number that a message goes out from.
    struct Instance: Sendable, Hashable {
        let id: InstanceID
        let name: String?
        let number: PhoneNumber?
    }

    var number: PhoneNumber?
    var contact: ContactRecord?
    var tenant: TenantFacts
    var instance: Instance?
    /// Texts, numbers and truth values by name.
    var variables: JSON

    func value(of gap: Gap) -> Value {
        switch gap.owner {
        case .contact: contactValue(gap.name)
        case .user: Self.value(userFact(Self.plain(gap.name)))
        case .instance:
            if let instance { Self.value(Self.fact(Self.plain(gap.name), of: instance)) } else { .unavailable }
        case .custom: Self.value(custom(gap.name))
        }
    }

    private func contactValue(_ name: String) -> Value {
        guard let number = contact?.number ?? number else { return .unavailable }
        return switch Self.plain(name) {
        case "number", "phone", "phonenumber": .text(number.description)
        case "name": Self.value(contact.flatMap { $0.name ?? Self.joined($0.firstName, $0.lastName) })
        case "firstname": Self.value(contact?.firstName)
        case "lastname": Self.value(contact?.lastName)
        case "email": Self.value(contact?.email)
        default: Self.value(contact.flatMap { Self.member(name, of: $0.custom) ?? Self.member(name, of: $0.custom, under: "custom") })
        }
    }

    private func userFact(_ name: String) -> String? {
        switch name {
        case "name", "organization", "company": tenant.name
        case "id": tenant.id.description
        case "slug": tenant.slug
        default: nil
        }
    }

    private static func fact(_ name: String, of instance: Instance) -> String? {
        switch name {
        case "id": instance.id.description
        case "name": instance.name
        case "number", "phone", "phonenumber", "wanumber": instance.number?.description
        default: nil
        }
    }

    private func custom(_ name: String) -> String? {
        Self.member(name, of: variables) ?? Self.member(name, of: variables["custom"] ?? .null)
            ?? contact.flatMap { Self.member(name, of: $0.custom) }
    }

    /// The member of that name, or of that path where the name has dots.
    private static func member(_ name: String, of object: JSON, under prefix: String? = nil) -> String? {
        var name = name[...]
        if let prefix {
            guard name.hasPrefix(prefix + ".") else { return nil }
            name = name.dropFirst(prefix.count + 1)
        }
        if let text = object[String(name)].flatMap(text) { return text }
        var value: JSON? = object
        for part in name.split(separator: ".") { value = value?[String(part)] }
        return value.flatMap(text)
    }

    private static func text(_ value: JSON) -> String? {
        switch value {
        case .string(let text): text
        case .integer(let number): "\(number)"
        case .number(let number): "\(number)"
        case .bool(let truth): "\(truth)"
        case .null, .array, .object: nil
        }
    }

    /// An empty text fills nothing: "Hello , …" is what nobody wants to have sent.
    private static func value(_ text: String?) -> Value {
        guard let text, !text.isEmpty else { return .missing }
        return .text(text)
    }

    private static func joined(_ first: String?, _ last: String?) -> String? {
        let names = [first, last].compactMap { $0 }.filter { !$0.isEmpty }
        return names.isEmpty ? nil : names.joined(separator: " ")
    }

    /// `firstName` and `first_name` are one.
    private static func plain(_ name: String) -> String { name.replacing("_", with: "").lowercased() }
}

extension GapValues.Instance {
    init(_ standing: InstanceStanding) { self.init(id: standing.instance.id, name: standing.name, number: standing.number) }
}
