package import Contracts

/// Why a table of routes cannot be built; met at the start and never by a request.
package enum RouterError: Error, Sendable, Hashable, CustomStringConvertible {
    /// Two routes would take the same request, and no condition tells them apart.
    case ambiguous(method: String, path: String, DialectName, DialectName)
    /// Two dialects own the same beginning of paths.
    case sharedPrefix(String, DialectName, DialectName)
    /// One dialect is there twice.
    case repeatedDialect(DialectName)
    /// The dialect that unknown paths are refused in is not there.
    case noFallback(DialectName)

    package var description: String {
        switch self {
        case .ambiguous(let method, let path, let first, let second):
            "\(method) \(path) is a route of \(first.rawValue) and of \(second.rawValue), and no header tells them apart"
        case .sharedPrefix(let prefix, let first, let second):
            "paths below \(prefix) are claimed by \(first.rawValue) and by \(second.rawValue)"
        case .repeatedDialect(let name): "the dialect \(name.rawValue) is there twice"
        case .noFallback(let name): "there is no dialect \(name.rawValue) to refuse unknown paths in"
        }
    }
}
