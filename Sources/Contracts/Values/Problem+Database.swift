import Core
import Database

extension Problem {
    /// What a caller can do about an error of the database; nil for any other error, and for one that is our own mistake.
    package init?(_ error: any Error) {
        switch error {
        case let error as DatabaseError:
            switch error.code {
            case .unavailable(let retryAfter): self = .unavailable(retryAfter: Int(max(1, retryAfter.components.seconds)))
            case .overloaded, .conflict, .cancelled: self = .unavailable(retryAfter: 1)
            case .unknownOutcome: self = .unknownOutcome
            case .constraint, .refused, .unreadable: return nil
            }
        case is Failpoints.Failure: self = .unavailable(retryAfter: 1)
        default: return nil
        }
    }
}
