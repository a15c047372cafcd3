import Contracts

/// Why a file is not kept.
enum MediaRefusal: Error {
    /// It breaks this rule.
    case wrong(String)
    /// It is larger than the kind may be.
    case tooLarge(MediaKind?, limit: Int)
    /// Whatever its source or the database said.
    case other(any Error)

    /// The rule that it breaks, for whoever tells it at a place of a request.
    func told(at pointer: String) -> any Error {
        switch self {
        case .wrong(let rule): Problem.invalid([Violation(pointer, rule)])
        case .tooLarge(let kind, let limit): Problem.invalid([Violation(pointer, MediaRule.tooLarge(kind, limit))])
        case .other(let error): error
        }
    }
}
