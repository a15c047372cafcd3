import Contracts
import HTTP

/// Finds the route of a request: first whose request it is, then what that dialect has at the path.
struct Router: Sendable {
    /// One route of one dialect. An object, so that finding it copies no closures.
    final class Entry: Sendable {
        let dialect: Dialect
        /// The route's place among all routes, in the order of the dialects.
        let number: Int
        let route: Route

        init(_ route: Route, of dialect: Dialect, number: Int) {
            self.route = route
            self.dialect = dialect
            self.number = number
        }
    }

    /// What is to be done with a request.
    enum Resolution: Sendable {
        /// This route answers, with these parameters of the path.
        case route(Entry, values: [String])
        /// The path is known, the method is not; this is a route that is there.
        case wrongMethod(Entry, allow: [String])
        /// The client asks what may be done.
        case options(allow: [String])
        /// The path is nobody's; this dialect says so.
        case unknownPath(Dialect)
        /// The path's escapes are malformed or do not give UTF-8; this dialect says so.
        case malformedPath(Dialect)
    }

    /// The routes of one dialect by their paths.
    private struct Table: Sendable {
        var tree = RouteTree()
        /// What stands at each leaf of the tree.
        var leaves: [[Entry]] = []
    }

    /// All routes, each at its number.
    let entries: [Entry]
    /// The dialect that has what nobody claims.
    let fallback: Dialect
    private let dialects: [Dialect]
    private let resolver: DialectResolver
    /// Each at the place of its dialect.
    private var tables: [Table] = []

    /// Builds the tables, or says why they cannot be.
    init(_ dialects: [Dialect], fallback: DialectName) throws(RouterError) {
        self.dialects = dialects
        resolver = try DialectResolver(dialects.map { ($0.name, $0.territory) }, fallback: fallback)
        self.fallback = dialects[resolver.fallback]
        var entries: [Entry] = []
        for (place, dialect) in dialects.enumerated() {
            var table = Table()
            for route in dialect.routes {
                guard resolver.admits(route.method, route.pattern, to: place) else {
                    throw .outside(method: route.method.name, path: route.path, dialect.name)
                }
                let leaf = table.tree.leaf(for: route.pattern)
                if leaf == table.leaves.count { table.leaves.append([]) }
                if table.leaves[leaf].contains(where: { $0.route.method == route.method }) {
                    throw .repeatedRoute(method: route.method.name, path: route.path, dialect.name)
                }
                let entry = Entry(route, of: dialect, number: entries.count)
                table.leaves[leaf].append(entry)
                entries.append(entry)
            }
            tables.append(table)
        }
        self.entries = entries
    }

    /// Whose request it is.
    func dialect(of request: HTTPRequest) -> Dialect { dialects[resolver.place(of: request)] }

    func resolve(_ request: HTTPRequest) -> Resolution {
        let place = resolver.place(of: request)
        let path = request.pathBytes
        if !path.span.isPlain, PercentCoding.decode(path) == nil { return .malformedPath(dialects[place]) }
        guard let match = tables[place].tree.match(path.span) else { return .unknownPath(dialects[place]) }
        let leaf = tables[place].leaves[match.leaf]
        guard let entry = leaf.first(where: { $0.route.method == request.method }) ?? Self.gettable(leaf, request.method) else {
            return Self.notAllowed(leaf, request.method)
        }
        var values: [String] = []
        values.reserveCapacity(match.values.count)
        for range in match.values {
            let value = path[path.startIndex + range.lowerBound..<path.startIndex + range.upperBound]
            let isRest = value.endIndex == path.endIndex && entry.route.pattern.segments.last == .rest
            guard let text = isRest ? Self.decodeRest(value) : PercentCoding.decode(value) else {
                return .unknownPath(dialects[place])
            }
            values.append(text)
        }
        return .route(entry, values: values)
    }

    private static func gettable(_ entries: [Entry], _ method: HTTPMethod) -> Entry? {
        method == .head ? entries.first { $0.route.method == .get } : nil
    }

    private static func notAllowed(_ entries: [Entry], _ method: HTTPMethod) -> Resolution {
        var allow: [String] = []
        for entry in entries {
            allow += entry.route.method == .get ? ["GET", "HEAD"] : [entry.route.method.name]
        }
        return method == .options ? .options(allow: allow) : .wrongMethod(entries[0], allow: allow)
    }

    /// The rest of a path keeps its slashes; a segment that hides one, or that climbs, leads nowhere.
    private static func decodeRest(_ path: ArraySlice<UInt8>) -> String? {
        var segments: [String] = []
        for part in path.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
            guard let text = PercentCoding.decode(part), !text.contains("/"), text != "..", text != "." else { return nil }
            segments.append(text)
        }
        return segments.joined(separator: "/")
    }
}

extension Span<UInt8> {
    /// Whether these bytes are ASCII without escapes: what they say needs no decoding.
    fileprivate var isPlain: Bool {
        for index in indices where self[index] == UInt8(ascii: "%") || self[index] >= 0x80 {
            return false
        }
        return true
    }
}
