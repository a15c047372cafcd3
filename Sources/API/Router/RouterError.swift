package import Contracts

/// Why a table of routes cannot be built; met at the start and never by a request.
package enum RouterError: Error, Sendable, Hashable, CustomStringConvertible {
    /// Two dialects claim the same requests for a path, or the same host.
    case contested(String, DialectName, DialectName)
    /// A route lies where its dialect is never asked.
    case outside(method: String, path: String, DialectName)
    /// A dialect has two routes for the same requests.
    case repeatedRoute(method: String, path: String, DialectName)
    /// One dialect is there twice.
    case repeatedDialect(DialectName)
    /// The dialect that has what nobody claims is not there.
    case noFallback(DialectName)

    package var description: String {
        switch self {
        case .contested(let place, let first, let second):
            "\(place) is claimed by \(first.rawValue) and by \(second.rawValue), and nothing tells their requests apart"
        case .outside(let method, let path, let name): "\(method) \(path) is a route of \(name.rawValue), but no such request is its own"
        case .repeatedRoute(let method, let path, let name): "\(name.rawValue) has \(method) \(path) twice"
        case .repeatedDialect(let name): "the dialect \(name.rawValue) is there twice"
        case .noFallback(let name): "there is no dialect \(name.rawValue) to have what nobody claims"
        }
    }
}
