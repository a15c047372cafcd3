import HTTP

/// Which requests of a method and path a route takes, where two dialects share them (contract 1.7, rule 3). Only whether a header is there
/// counts, never its value: a wrong key must be refused in the shape of the dialect that it was meant for.
package indirect enum Condition: Sendable, Hashable {
    /// All that no other route of the same method and path takes.
    case always
    /// Those with this header.
    case has(String)
    /// Those without it.
    case lacks(String)
    /// Those that both take.
    case both(Condition, Condition)
    /// Those that either takes.
    case either(Condition, Condition)

    func holds(for fields: HTTPFields) -> Bool {
        holds { fields.contains($0) }
    }

    func holds(_ isPresent: (String) -> Bool) -> Bool {
        switch self {
        case .always: true
        case .has(let name): isPresent(name)
        case .lacks(let name): !isPresent(name)
        case .both(let left, let right): left.holds(isPresent) && right.holds(isPresent)
        case .either(let left, let right): left.holds(isPresent) || right.holds(isPresent)
        }
    }

    /// The headers that are asked about, in lower case.
    var headers: Set<String> {
        switch self {
        case .always: []
        case .has(let name), .lacks(let name): [name.lowercased()]
        case .both(let left, let right), .either(let left, let right): left.headers.union(right.headers)
        }
    }
}
