/// One unfolded line of a vCard: `group.NAME;PARAMETER=value:value` (RFC 2426, section 4).
struct VCardLine {
    /// How long a vCard may be that is read, in bytes; some carry a portrait.
    static let cardLimit = 256 * 1024

    /// In capitals, without its group.
    let name: String
    /// Names in capitals, and values without their quotes.
    let parameters: [(name: String, value: String)]
    /// As it stands.
    let value: String

    /// What the parameters say the value is for: the first word that is not about how it is used.
    var type: String? {
        parameters.filter { $0.name == "TYPE" }.map(\.value).first { !["VOICE", "PREF", ""].contains($0.uppercased()) }
    }

    /// The parts of the value between semicolons, unescaped; nil where an escape is none.
    var components: [String]? {
        var parts = [String.UnicodeScalarView()]
        var isEscaped = false
        for scalar in value.unicodeScalars {
            if isEscaped {
                switch scalar {
                case "n", "N": parts[parts.count - 1].append("\n")
                case "\\", ";", ",": parts[parts.count - 1].append(scalar)
                default: return nil
                }
                isEscaped = false
            } else if scalar == "\\" {
                isEscaped = true
            } else if scalar == ";" {
                parts.append(String.UnicodeScalarView())
            } else {
                parts[parts.count - 1].append(scalar)
            }
        }
        return isEscaped ? nil : parts.map { String($0) }
    }

    func isStructure(_ name: String, _ value: String) -> Bool { self.name == name && self.value.uppercased() == value && parameters.isEmpty }

    /// The lines of a vCard, unfolded; nil if one of them is none.
    static func lines(of text: String) -> [VCardLine]? {
        guard text.utf8.count <= cardLimit else { return nil }
        var unfolded: [[UInt8]] = []
        for line in text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            let line = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
            guard let first = line.first else { continue }
            if first == UInt8(ascii: " ") || first == UInt8(ascii: "\t") {
                guard !unfolded.isEmpty else { return nil }
                unfolded[unfolded.count - 1] += line.dropFirst()
            } else {
                unfolded.append(Array(line))
            }
        }
        var lines: [VCardLine] = []
        for bytes in unfolded {
            guard let line = VCardLine(bytes) else { return nil }
            lines.append(line)
        }
        return lines
    }

    private init?(_ bytes: [UInt8]) {
        var parts: [[UInt8]] = [[]]
        var isQuoted = false
        var colon: Int?
        for (position, byte) in bytes.enumerated() {
            if byte == UInt8(ascii: "\"") {
                isQuoted.toggle()
            } else if byte == UInt8(ascii: ":"), !isQuoted {
                colon = position
                break
            } else if byte == UInt8(ascii: ";"), !isQuoted {
                parts.append([])
            } else {
                parts[parts.count - 1].append(byte)
            }
        }
        guard let colon, !isQuoted, let name = Self.word(parts[0].split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)) else {
            return nil
        }
        self.name = name
        var parameters: [(name: String, value: String)] = []
        for part in parts.dropFirst() {
            guard let equals = part.firstIndex(of: UInt8(ascii: "=")), let name = Self.word([part[..<equals]]) else { return nil }
            parameters.append((name, String(decoding: part[(equals + 1)...], as: UTF8.self)))
        }
        self.parameters = parameters
        value = String(decoding: bytes[(colon + 1)...], as: UTF8.self)
    }

    /// The last of at most two words (a group and a name) in capitals.
    private static func word(_ words: [ArraySlice<UInt8>]) -> String? {
        guard (1...2).contains(words.count), words.allSatisfy({ !$0.isEmpty && $0.allSatisfy(\.isOfAWord) }), let word = words.last else {
            return nil
        }
        return String(decoding: word, as: UTF8.self).uppercased()
    }
}
