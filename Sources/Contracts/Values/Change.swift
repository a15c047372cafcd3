/// What a partial update says about one member: nothing, that it be emptied, or its new value.
package enum Change<Value: Sendable>: Sendable {
    case unchanged
    case cleared
    case set(Value)

    /// What a value becomes by it.
    package func applied(to old: Value?) -> Value? {
        switch self {
        case .unchanged: old
        case .cleared: nil
        case .set(let new): new
        }
    }
}

extension Change: Equatable where Value: Equatable {}
extension Change: Hashable where Value: Hashable {}
