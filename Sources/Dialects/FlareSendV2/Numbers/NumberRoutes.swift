import API
import Contracts
import Core
import HTTP
import Numbers

/// What `POST /check-number` takes (contract FS2-150, FS2-153).
struct NumberQuestion: Sendable {
    /// The document's one sentence for a number that is missing or is none.
    static let rule = Violation("", "Invalid number format or missing field")
    /// How long the text may be.
    private static let length = 128

    var text: String
    var number: PhoneNumber
    var instanceID: InstanceID?
    var sessionID: InstanceID?

    /// The instance that the request names, if it does.
    var named: InstanceID? { instanceID ?? sessionID }

    static let shape = whole(
        Shape.object(
            { (number: (text: String, number: PhoneNumber), instance: InstanceID?, session: InstanceID?) in
                NumberQuestion(text: number.text, number: number.number, instanceID: instance, sessionID: session)
            },
            Field("number", { ($0.text, $0.number) }, number, "The number in international format"),
            Field("instanceId", \.instanceID, optional: .identifier(), "The instance that asks; the key's or the account's default otherwise"),
            Field("session_id", \.sessionID, optional: .identifier(), "Another name for `instanceId`")))

    private static let number = Shape<String>.text(min: 1, max: length).map(
        or: rule.detail, to: { text in PhoneNumber.read(text).map { (text: text, number: $0) } }, from: \.text)

    /// Whatever is wrong with the number, or with a body that has none, there is one sentence for it.
    private static func whole(_ object: Shape<NumberQuestion>) -> Shape<NumberQuestion> {
        Shape(
            schema: object.schema,
            reader: { json, violations in
                // Why it is none is not told in this dialect.
                guard let text = json["number"]?.string, text.unicodeScalars.count <= length, PhoneNumber.read(text) != nil else {
                    violations.add(rule.detail)
                    return nil
                }
                return object.read(json, &violations)
            }, writer: object.write)
    }

    static let example = PhoneNumber("254798765432").map { NumberQuestion(text: $0.digits, number: $0) }
}

/// The answer to it (contract FS2-151).
struct NumberAnswer: Sendable {
    /// As it was asked.
    var number: String
    var exists: Bool

    static let shape = Shape.object(
        { (_: Bool, number: String, exists: Bool) in NumberAnswer(number: number, exists: exists) },
        Field("success", { _ in true }, .constant(true)),
        Field("number", \.number, .text(), "As it was asked"),
        Field("exists", \.exists, .bool, "Whether it is on WhatsApp")
    ).named("NumberAnswer")
}

extension FlareSendV2 {
    var numberRoutes: [Route] { [checkNumber] }

    private var checkNumber: Route {
        Route(
            .post, "/check-number", "Whether a number is on WhatsApp", takes: .body(NumberQuestion.shape, example: NumberQuestion.example),
            gives: .ok(NumberAnswer.shape, example: NumberAnswer(number: "254798765432", exists: true)), fails: [.notFound, .notReady, .limited],
            auth: .key(.read)
        ) { [numbers] call, body in
            let facts = try await numbers.check([body.number], from: body.named, as: call.caller)
            return NumberAnswer(number: body.text, exists: facts.first?.exists ?? false)
        }
    }
}
