import Contracts
import Core
import Glibc
import HTTP

/// Reads single settings and collects what is wrong with them.
struct SettingReader {
    /// How large a file that a setting is read from may be, in bytes.
    static let fileLimit = 65_536
    /// How many letters a misspelt name may differ by to be guessed.
    private static let guessDistance = 4

    private let environment: [String: String]
    var mistakes: [String] = []

    init(_ environment: [String: String]) { self.environment = environment }

    /// The text of a setting, nil where it is not set or empty.
    mutating func text(_ name: String) -> String? {
        let direct = environment[name].flatMap { $0.isEmpty ? nil : $0 }
        guard let path = environment[name + "_FILE"], !path.isEmpty else { return direct }
        guard direct == nil else {
            note("\(name) and \(name)_FILE are both set")
            return nil
        }
        guard let content = Self.read(path) else {
            note("\(name)_FILE names a file that cannot be read: \(path)")
            return nil
        }
        return content
    }

    mutating func text(_ name: String, atLeast length: Int) -> String? {
        guard let text = text(name) else { return nil }
        guard text.utf8.count >= length else {
            note("\(name) must have at least \(length) characters")
            return nil
        }
        return text
    }

    mutating func integer(_ name: String, in range: ClosedRange<Int>) -> Int? {
        guard let text = text(name) else { return nil }
        guard text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }), let number = Int(text), range.contains(number)
        else {
            note("\(name) must be a number from \(range.lowerBound) to \(range.upperBound)")
            return nil
        }
        return number
    }

    mutating func flag(_ name: String) -> Bool {
        switch text(name) {
        case nil, "0": return false
        case "1": return true
        default:
            note("\(name) must be 0 or 1")
            return false
        }
    }

    /// One of a few words.
    mutating func choice(_ name: String, of words: [String]) -> String? {
        guard let text = text(name) else { return nil }
        guard words.contains(text) else {
            note("\(name) must be \(words.joined(separator: " or "))")
            return nil
        }
        return text
    }

    /// Scheme, host and port of an http or https URL; a slash at the end is dropped, anything else after the port is refused.
    mutating func origin(_ name: String) -> String? {
        guard let text = text(name) else { return nil }
        guard let url = try? HTTPURL(text), url.target == "/" else {
            note("\(name) must be an http:// or https:// URL without a path")
            return nil
        }
        return "\(url.scheme.rawValue)://\(url.authority)"
    }

    /// Addresses and ranges of proxies.
    mutating func proxies(_ name: String) -> TrustedProxies {
        guard let text = text(name) else { return .none }
        do {
            return try TrustedProxies(text)
        } catch {
            note("\(name): \(error)")
            return .none
        }
    }

    mutating func base64(_ name: String, count: Int) -> [UInt8]? {
        guard let text = text(name) else { return nil }
        guard let bytes = Base64.standard.decode(text), bytes.count == count else {
            note("\(name) must be \(count) bytes in base64")
            return nil
        }
        return bytes
    }

    mutating func channel(_ name: String) -> ChannelName {
        guard let text = text(name), text != ChannelName.simulator.rawValue else { return .simulator }
        note(
            ChannelName(rawValue: text) == nil
                ? "\(name) must be simulator" : "\(name)=\(text): this version of Herald has only the simulator")
        return .simulator
    }

    mutating func logLevel(_ name: String) -> Log.Level {
        guard let text = text(name) else { return .info }
        guard let level = Log.Level(named: text) else {
            note("\(name) must be debug, info, warning or error")
            return .info
        }
        return level
    }

    mutating func failpoints(_ name: String) -> Failpoints {
        guard let text = text(name) else { return .none }
        guard let failpoints = Failpoints(text) else {
            note("\(name) must be name=action[@n], comma-separated; `herald failpoints` lists the names")
            return .none
        }
        return failpoints
    }

    /// A misspelt setting would silently mean its default.
    mutating func refuseUnknown() {
        let known = Setting.all.map(\.name)
        for name in environment.keys.sorted() where name.hasPrefix("HERALD_") {
            let bare = name.hasSuffix("_FILE") ? String(name.dropLast("_FILE".count)) : name
            guard !known.contains(bare) else { continue }
            let unprefixed = String(bare.dropFirst("HERALD_".count))
            if known.contains(unprefixed) {
                note("\(name) is not a setting; did you mean \(unprefixed)?")
                continue
            }
            let nearest = known.map { ($0, EditDistance.between($0, bare)) }.min { $0.1 < $1.1 }
            if let nearest, nearest.1 <= Self.guessDistance {
                note("\(name) is not a setting; did you mean \(nearest.0)?")
            } else {
                note("\(name) is not a setting; `herald --help` lists them")
            }
        }
    }

    private mutating func note(_ mistake: String) {
        if !mistakes.contains(mistake) { mistakes.append(mistake) }
    }

    private static func read(_ path: String) -> String? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: fileLimit)
        let count = bytes.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
        guard count > 0 else { return nil }
        var text = bytes[..<count]
        while let last = text.last, last == 0x0A || last == 0x0D || last == 0x20 {
            text.removeLast()
        }
        return String(validating: text, as: UTF8.self).flatMap { $0.isEmpty ? nil : $0 }
    }
}
