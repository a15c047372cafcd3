import Contracts
import Core

/// What a `ErrandID` names: one thing asked of the holder of a session.
enum ErrandName {}
typealias ErrandID = ID<ErrandName>

/// What came of an errand, as it travels.
enum ErrandOutcome: Sendable, Hashable {
    case answered(JSON)
    case failed(SendFailure)

    init(json: JSON) throws {
        if let answer = json["answer"] {
            self = .answered(answer)
        } else if let failure = json["failure"]?.string.flatMap(SendFailure.init(rawValue:)) {
            self = .failed(failure)
        } else {
            throw UnreadableErrand(kind: "outcome")
        }
    }

    var json: JSON {
        switch self {
        case .answered(let answer): ["answer": answer]
        case .failed(let failure): ["failure": .string(failure.rawValue)]
        }
    }
}
