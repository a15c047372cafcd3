import Core

/// Names in URLs that are made of the names that people use.
enum Slug {
    /// What one is called of whose name nothing is left.
    private static let nameless = "tenant"
    /// How many random digits tell namesakes apart.
    private static let suffixLength = 5
    private static let digits = Array("0123456789abcdefghijklmnopqrstuvwxyz".utf8)

    /// What the name comes down to: its letters and digits in lower case and without accents, and a hyphen for whatever is between.
    static func made(of name: String) -> String {
        var slug: [UInt8] = []
        for scalar in name.unicodeScalars {
            if let letter = letter(scalar) {
                slug.append(letter)
            } else if let last = slug.last, last != hyphen, scalar.properties.generalCategory != .nonspacingMark {
                slug.append(hyphen)
            }
        }
        let room = NewTenant.slugLength.upperBound - suffixLength - 1
        slug = trimmed(slug.prefix(room))
        return slug.count < NewTenant.slugLength.lowerBound ? nameless : String(decoding: slug, as: UTF8.self)
    }

    /// The same for a namesake: with random digits behind.
    static func distinguished(_ slug: String, chance: any Chance) -> String {
        let suffix = chance.bytes(suffixLength).map { digits[Int($0) % digits.count] }
        return slug + "-" + String(decoding: suffix, as: UTF8.self)
    }

    private static let hyphen = UInt8(ascii: "-")

    private static func trimmed(_ slug: ArraySlice<UInt8>) -> [UInt8] { Array(slug.last == hyphen ? slug.dropLast() : slug) }

    /// The plain letter or digit that this one is, nil if it is none of the Latin ones.
    private static func letter(_ scalar: Unicode.Scalar) -> UInt8? {
        switch scalar {
        case "a"..."z", "0"..."9": return UInt8(scalar.value)
        case "A"..."Z": return UInt8(scalar.value) | 0x20
        default:
            // Unicode's own name tells which letter it is, whatever is above or below it: LATIN SMALL LETTER E WITH ACUTE.
            let words = scalar.properties.name?.split(separator: " ") ?? []
            guard words.count > 4, words[0] == "LATIN", words[2] == "LETTER", words[3].utf8.count == 1, words[4] == "WITH" else { return nil }
            return words[3].utf8.first.map { $0 | 0x20 }
        }
    }
}
