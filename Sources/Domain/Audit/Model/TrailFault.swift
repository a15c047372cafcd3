/// What is wrong with a trail.
package enum TrailFault: Sendable, Hashable, CustomStringConvertible {
    /// Entries of these numbers are not there.
    case missing(ClosedRange<Int64>)
    /// The entry of this number is not what was written there.
    case changed(Int64)
    /// Entries from the end were taken away: the last is the one of that number.
    case cutAfter(Int64, of: Int64)
    /// There are entries that nobody wrote, from this number on.
    case added(Int64)
    /// What is kept of its end was changed, or put in place of something else.
    case endChanged
    /// What is kept of its end is not there.
    case endMissing
    /// There was a trail, and nothing is left of it.
    case gone
    /// The operator's trail does not say that it began.
    case unannounced
    /// It begins otherwise than it did, or anew.
    case begunAnew
    /// It goes on though it was erased with its tenant.
    case goesOnAfterErasure
    /// It ended otherwise when its end was noted elsewhere, with this number.
    case otherThanNoted(Int64)

    package var description: String {
        switch self {
        case .missing(let range) where range.count == 1: "entry \(range.lowerBound) is missing"
        case .missing(let range): "entries \(range.lowerBound) to \(range.upperBound) are missing"
        case .changed(let number): "entry \(number) was changed"
        case .cutAfter(let last, let all): "it is cut off after entry \(last) of \(all)"
        case .added(let number): "entry \(number) and what follows was put in from outside"
        case .endChanged: "what is kept of its end was changed"
        case .endMissing: "what is kept of its end is missing"
        case .gone: "nothing is left of it"
        case .unannounced: "the operator's trail does not say that it began"
        case .begunAnew: "it does not begin as the operator's trail says"
        case .goesOnAfterErasure: "it goes on after it was erased"
        case .otherThanNoted(let number): "entry \(number) is another one than was noted, or gone"
        }
    }
}
