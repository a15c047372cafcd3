import API
import Contracts
import Core
import Messaging

/// Whom a message is for, and from which number it goes, as bodies of this dialect say it (contract FS2-31, FS2-46).
struct Recipients: Sendable, Hashable {
    /// How many recipients one request may list, duplicates counted.
    static let limit = Messaging.recipientsPerSend
    /// The document's one sentence for a list that is missing, not a list, or empty (FS2-31).
    static let rule = Violation("/recipients", "Recipients array is required")
    /// How long one recipient's text may be.
    private static let length = 128

    var texts: [String]
    /// The instance to send from, under either of the names that any dialect may use (decisions, "Which instance sends").
    var instanceID: InstanceID?
    var sessionID: InstanceID?

    /// The instance that the request names, if it does.
    var named: InstanceID? { instanceID ?? sessionID }

    static let shape = whole(
        Shape.object(
            { Recipients(texts: $0, instanceID: $1, sessionID: $2) },
            Field("recipients", \.texts, list, "Numbers in international format, or addresses ending in @s.whatsapp.net"),
            Field("instanceId", \.instanceID, optional: .identifier(), "The instance to send from; the key's or the account's default otherwise"),
            Field("session_id", \.sessionID, optional: .identifier(), "Another name for `instanceId`")))

    /// The list alone, where it is there.
    static let list = sentence(.list(of: .text(min: 1, max: length), min: 1, max: limit))

    /// Those that are numbers, or the addresses that answers print (FS2-46), and those that are not.
    static func sorted(_ texts: [String]) -> (numbers: [Recipient], malformed: [String]) {
        texts.reduce(into: ([], [])) { sorted, text in
            if case .number(let number) = Recipient(text) { sorted.0.append(.number(number)) } else { sorted.1.append(text) }
        }
    }

    /// Those that are numbers; throws where one of them is none, or all are unless `isStrict`.
    static func numbers(_ texts: [String], isStrict: Bool) throws(Problem) -> [Recipient] {
        let (numbers, malformed) = sorted(texts)
        if isStrict, let first = malformed.first { throw .invalid([Violation("/recipients", "has what is no valid phone number: \(first)")]) }
        guard !numbers.isEmpty else { throw .invalid([Violation("", "No recipient is a valid phone number")]) }
        return numbers
    }

    /// To the document a list that is missing is no other mistake than one that is null.
    private static func whole(_ object: Shape<Recipients>) -> Shape<Recipients> {
        Shape(
            schema: object.schema,
            reader: { json, violations in
                guard case .object(var members) = json else { return object.read(json, &violations) }
                if json["recipients"] == nil { members.append(JSON.Member("recipients", .null)) }
                return object.read(.object(members), &violations)
            }, writer: object.write)
    }

    private static func sentence(_ list: Shape<[String]>) -> Shape<[String]> {
        Shape(
            schema: list.schema,
            reader: { json, violations in
                guard case .array(let elements) = json, !elements.isEmpty else {
                    violations.add(rule.detail)
                    return nil
                }
                return list.read(json, &violations)
            }, writer: { list.write($0, to: &$1) })
    }
}
