import API
import Contracts
import Core
import HTTP
import Numbers

/// What `POST /v1/numbers/check` takes.
struct NumbersRequest: Sendable {
    var instance: InstanceID?
    var numbers: [PhoneNumber]

    static let shape = Shape.object(
        { NumbersRequest(instance: $0, numbers: $1) },
        Field("instance_id", \.instance, optional: .identifier(), "The instance that asks; the key's or the tenant's default otherwise"),
        Field("numbers", \.numbers, .list(of: .phoneNumber, min: 1, max: Numbers.perRequest), "Numbers in E.164; duplicates are merged"))

    static let example = NumbersRequest(numbers: [PhoneNumber("254712345678")].compactMap(\.self))
}

/// What `POST /v1/numbers/check` answers.
struct NumbersAnswer: Sendable {
    var facts: [NumberFact]

    static let shape = Shape.object(
        { NumbersAnswer(facts: $0) },
        Field("data", \.facts, .list(of: fact, max: Numbers.perRequest), "One for each number, in the order in which they were asked"))

    private static let fact = Shape<NumberFact>.object(
        { (number: PhoneNumber, _: Bool, jid: JID?, lid: JID?, checkedAt: Instant) in
            NumberFact(number: number, jid: jid, lid: lid, checkedAt: checkedAt)
        },
        Field("number", \.number, .phoneNumber),
        Field("exists", \.exists, .bool, "Whether it is on WhatsApp"),
        Field("jid", \.jid, Shape<JID>.address.nullable, "Its address; null if it is not on WhatsApp"),
        Field("lid", \.lid, Shape<JID>.address.nullable, "The same person's address that hides the number, where WhatsApp told it"),
        Field("checked_at", \.checkedAt, .instant, "When WhatsApp was asked; answers are remembered for 24 hours")
    ).named("NumberFact")
}

extension Native {
    var numberRoutes: [Route] { [checkNumbers] }

    private var checkNumbers: Route {
        Route(
            .post, "/v1/numbers/check", "Which numbers are on WhatsApp", takes: .body(NumbersRequest.shape, example: NumbersRequest.example),
            gives: .ok(NumbersAnswer.shape), fails: [.notFound, .notReady, .limited], auth: .key(.read)
        ) { [numbers] call, body in
            NumbersAnswer(facts: try await numbers.check(body.numbers, from: body.instance, as: call.caller))
        }
    }
}
