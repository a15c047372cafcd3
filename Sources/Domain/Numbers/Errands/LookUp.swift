import Contracts
import Core

/// Asks which numbers have accounts.
struct LookUp: Errand {
    static let kind = "numbers.look_up"
    let numbers: [PhoneNumber]

    init(numbers: [PhoneNumber]) { self.numbers = numbers }

    init(json: JSON) throws {
        guard let texts = json.array else { throw UnreadableErrand(kind: Self.kind) }
        numbers = try texts.map { text in
            guard let number = text.string.flatMap({ PhoneNumber($0) }) else { throw UnreadableErrand(kind: Self.kind) }
            return number
        }
    }

    var json: JSON { .array(numbers.map { .string($0.digits) }) }

    func run(on session: any Session) async throws(SendFailure) -> [NumberRegistration] { try await session.registrations(of: numbers) }

    static func json(of answer: [NumberRegistration]) -> JSON {
        .array(
            answer.map { registration in
                [
                    "number": .string(registration.number.digits), "jid": .optional(registration.jid?.description),
                    "lid": .optional(registration.lid?.description),
                ]
            })
    }

    static func answer(from json: JSON) throws -> [NumberRegistration] {
        guard let elements = json.array else { throw UnreadableErrand(kind: kind) }
        return try elements.map { element in
            guard let number = element["number"]?.string.flatMap({ PhoneNumber($0) }) else { throw UnreadableErrand(kind: kind) }
            return NumberRegistration(
                number: number, jid: element["jid"]?.string.flatMap { JID($0) }, lid: element["lid"]?.string.flatMap { JID($0) })
        }
    }
}
