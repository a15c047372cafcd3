/// Cards as WhatsApp carries them: vCard 3.0 (RFC 2426).
extension ContactCard {
    /// How long a line may be before it is folded, in bytes of UTF-8 without its end (RFC 2426, section 2.6).
    static let vCardLine = 75

    /// The card as a vCard. Each number that has a country code carries it once more as `waid`, by which phones know that it is on WhatsApp.
    package var vCard: String {
        var card = VCardText()
        card.add("BEGIN", "VCARD")
        card.add("VERSION", "3.0")
        card.add("N", [lastName ?? "", firstName ?? "", "", "", ""].map(VCardText.escaped).joined(separator: ";"))
        card.add("FN", VCardText.escaped(formattedName))
        for phone in phones {
            var name = "TEL"
            if let type = phone.type, !type.isEmpty { name += ";TYPE=" + VCardText.parameter(type) }
            // What has no country code may be anybody's.
            if let number = PhoneNumber.read(phone.number) { name += ";waid=" + number.digits }
            card.add(name, VCardText.escaped(phone.number))
        }
        card.add("END", "VCARD")
        return card.text
    }

    /// Reads the name and the numbers of one vCard 3.0; nil for what is none, or goes beyond what a card may have here. Lines may end as RFC 2426
    /// says or in a line feed alone, as phones have it.
    package init?(vCard: String) {
        guard let lines = VCardLine.lines(of: vCard), lines.count >= 4, lines[0].isStructure("BEGIN", "VCARD"),
            lines[lines.count - 1].isStructure("END", "VCARD")
        else { return nil }
        var name: (last: String?, first: String?) = (nil, nil)
        var formattedName: String?
        var phones: [Phone] = []
        var isThree = false
        for line in lines.dropFirst().dropLast() {
            switch line.name {
            case "BEGIN", "END": return nil
            case "VERSION": isThree = line.value == "3.0"
            case "FN":
                guard formattedName == nil, let text = line.components?.joined(separator: ";") else { return nil }
                formattedName = text
            case "N":
                guard let parts = line.components, parts.count <= 5 else { return nil }
                name = (parts.first.flatMap(Self.present), parts.dropFirst().first.flatMap(Self.present))
            case "TEL":
                guard let number = line.components?.joined(separator: ";"), number.unicodeScalars.count <= Self.textLimit,
                    phones.count < Self.phonesLimit
                else { return nil }
                phones.append(Phone(number: number, type: line.type))
            default: break
            }
        }
        guard isThree, let formattedName, !formattedName.isEmpty,
            [formattedName, name.first, name.last].allSatisfy({ ($0 ?? "").unicodeScalars.count <= Self.textLimit })
        else { return nil }
        self.init(formattedName: formattedName, firstName: name.first, lastName: name.last, phones: phones)
    }

    private static func present(_ text: String) -> String? { text.isEmpty ? nil : text }
}
