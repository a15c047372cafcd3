import Contracts
import Core

/// Pulls a string of the simulated WhatsApp; answers whether there was anything to pull.
enum SandboxString: Errand, Hashable {
    static let kind = "sandbox"

    case scan(PhoneNumber, passkey: Bool)
    case receive(SandboxInbound, from: PhoneNumber)
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
            self = .receive(text, from: number)
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
        case .receive(.text(let text), let number): ["string": "receive", "number": .string(number.digits), "text": .string(text)]
        case .receive(.raw(let message), let number): ["string": "receive", "number": .string(number.digits), "message": message]
        case .cut(let reason): ["string": "cut", "reason": .string(reason.rawValue)]
        case .silence: ["string": "silence"]
        }
    }

    func run(on session: any Session) async throws(SendFailure) -> Bool {
        guard let line = session.sandbox else { throw .unsupported }
        return switch self {
        case .scan(let number, let passkey): await line.scan(with: number, passkey: passkey)
        case .receive(let message, let number): await line.receive(message, from: number)
        case .cut(let reason): await line.cut(reason)
        case .silence: await line.silence()
        }
    }
}
