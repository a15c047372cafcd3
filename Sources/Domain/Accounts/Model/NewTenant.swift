import Contracts

/// What a tenant is to be made of, as it was asked for.
package struct NewTenant: Sendable, Hashable {
    /// How long a name may be, in characters.
    package static let nameLimit = 100
    /// How long a slug may be, in characters.
    package static let slugLength = 2...63

    /// What people call it: 1 to `nameLimit` characters.
    package var name: String
    /// Its name in URLs: lower-case letters, digits and, between them, hyphens.
    package var slug: String
    /// The name of its plan.
    package var plan: String
    /// The address of the person who owns it.
    package var ownerEmail: String
    /// The IANA name of its time zone.
    package var timeZone: String

    /// A tenant to be; nothing is checked yet.
    package init(name: String, slug: String, plan: String, ownerEmail: String, timeZone: String = "UTC") {
        self.name = name
        self.slug = slug
        self.plan = plan
        self.ownerEmail = ownerEmail
        self.timeZone = timeZone
    }

    /// Every rule it breaks, as far as that can be told without the database.
    var violations: [Violation] {
        var violations: [Violation] = []
        if !Self.isName(name) { violations.append(Self.nameViolation(at: "/name")) }
        if !Self.isSlug(slug) {
            violations.append(
                Violation("/slug", "Must have 2 to 63 characters: lower-case letters, digits and, between them, hyphens."))
        }
        if EmailAddress(ownerEmail) == nil { violations.append(Violation("/owner", "Must be an email address.")) }
        return violations
    }

    /// Whether a tenant may be called that.
    static func isName(_ text: String) -> Bool {
        (1...nameLimit).contains(text.count) && !text.unicodeScalars.contains { $0.properties.generalCategory == .control }
    }

    /// What is wrong with another name, in that member.
    static func nameViolation(at pointer: String) -> Violation {
        Violation(pointer, "Must have 1 to \(nameLimit) characters, none of them a control character.")
    }

    private static func isSlug(_ text: String) -> Bool {
        let hyphen = UInt8(ascii: "-")
        return slugLength.contains(text.utf8.count) && text.utf8.first != hyphen && text.utf8.last != hyphen
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), hyphen: true
                default: false
                }
            }
    }
}
