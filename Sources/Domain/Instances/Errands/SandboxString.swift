import Contracts
import Core

/// Pulls a string of the simulated WhatsApp; answers whether there was anything to pull.
enum SandboxString: Errand, Hashable {
    static let kind = "sandbox"

    case scan(PhoneNumber, passkey: Bool)
    case receive(SandboxInbound, from: PhoneNumber, in: JID? = nil)
    case alter(JID, SandboxGroupChange)
    case cut(DisconnectReason)
    case silence

    init(json: JSON) throws {
        let number = json["number"]?.string.flatMap { PhoneNumber($0) }
        switch json["string"]?.string {
        case "scan":
            guard let number, let passkey = json["passkey"]?.bool else { throw UnreadableErrand(kind: Self.kind) }
            self = .scan(number, passkey: passkey)
        case "receive":
            guard let number, let text = json["text"]?.string.map(SandboxInbound.text) ?? json["message"].map(SandboxInbound.raw) else {
                throw UnreadableErrand(kind: Self.kind)
            }
            self = .receive(text, from: number, in: json["group"]?.string.flatMap { JID($0) })
        case "alter":
            guard let group = json["group"]?.string.flatMap({ JID($0) }) else { throw UnreadableErrand(kind: Self.kind) }
            if let subject = json["subject"]?.string {
                self = .alter(group, .rename(subject))
            } else if let isAdmin = json["admin"]?.bool {
                self = .alter(group, .setAdmin(isAdmin))
            } else {
                self = .alter(group, .expel)
            }
        case "cut":
            guard let reason = json["reason"]?.string.flatMap(DisconnectReason.init(rawValue:)) else { throw UnreadableErrand(kind: Self.kind) }
            self = .cut(reason)
        case "silence": self = .silence
        default: throw UnreadableErrand(kind: Self.kind)
        }
    }

    var json: JSON {
        switch self {
        case .scan(let number, let passkey): ["string": "scan", "number": .string(number.digits), "passkey": .bool(passkey)]
        case .receive(let message, let number, let group):
            switch message {
            case .text(let text): Self.receiving(("text", .string(text)), number, group)
            case .raw(let object): Self.receiving(("message", object), number, group)
            }
        case .alter(let group, .rename(let subject)): ["string": "alter", "group": .string(group.description), "subject": .string(subject)]
        case .alter(let group, .setAdmin(let isAdmin)): ["string": "alter", "group": .string(group.description), "admin": .bool(isAdmin)]
        case .alter(let group, .expel): ["string": "alter", "group": .string(group.description)]
        case .cut(let reason): ["string": "cut", "reason": .string(reason.rawValue)]
        case .silence: ["string": "silence"]
        }
    }

    private static func receiving(_ message: (name: String, value: JSON), _ number: PhoneNumber, _ group: JID?) -> JSON {
        [
            "string": "receive", "number": .string(number.digits), "group": .optional(group?.description),
            message.name: message.value,
        ]
    }

    func run(on session: any Session) async throws(SendFailure) -> Bool {
        guard let line = session.sandbox else { throw .unsupported }
        switch self {
        case .scan(let number, let passkey): return await line.scan(with: number, passkey: passkey)
        case .receive(let message, let number, let group): try await line.receive(message, from: number, in: group)
        case .alter(let group, let change): try await line.alter(group, change)
        case .cut(let reason): return await line.cut(reason)
        case .silence: return await line.silence()
        }
        return true
    }
}
