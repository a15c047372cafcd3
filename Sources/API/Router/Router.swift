import Contracts
import HTTP

/// Finds the dialect and the route of a request from its method, path and headers alone, so that even a 401 has the right shape.
struct Router: Sendable {
    /// One route of one dialect. An object, so that finding it copies no closures.
    final class Entry: Sendable {
        let dialect: Dialect
        /// The dialect's place among the dialects.
        let place: Int
        /// The route's place among all routes, in the order of the dialects.
        let number: Int
        let route: Route

        init(_ route: Route, of dialect: Dialect, at place: Int, number: Int) {
            self.route = route
            self.dialect = dialect
            self.place = place
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
        case unknownPath(dialect: Int)
        /// The path's escapes are malformed or do not give UTF-8; this dialect says so.
        case malformedPath(dialect: Int)
    }

    let dialects: [Dialect]
    /// All routes, each at its number.
    let entries: [Entry]
    private var tree = RouteTree()
    /// What stands at each leaf of the tree; routes with a condition come first.
    private var leaves: [[Entry]] = []
    private let prefixes: [(segments: [Substring], dialect: Int)]
    private let hosts: [(pattern: String, dialect: Int)]
    private let fallback: Int

    /// Builds the table, or says why it cannot be.
    init(_ dialects: [Dialect], fallback: DialectName) throws(RouterError) {
        self.dialects = dialects
        guard let fallback = dialects.firstIndex(where: { $0.name == fallback }) else { throw .noFallback(fallback) }
        self.fallback = fallback
        for (index, dialect) in dialects.enumerated() where dialects[..<index].contains(where: { $0.name == dialect.name }) {
            throw .repeatedDialect(dialect.name)
        }
        prefixes = try Self.prefixes(of: dialects)
        hosts = dialects.enumerated().flatMap { index, dialect in dialect.hosts.map { ($0.lowercased(), index) } }
        var entries: [Entry] = []
        for (index, dialect) in dialects.enumerated() {
            for route in dialect.routes {
                entries.append(Entry(route, of: dialect, at: index, number: entries.count))
            }
        }
        self.entries = entries
        for entry in entries {
            let leaf = tree.leaf(for: entry.route.pattern)
            if leaf == leaves.count { leaves.append([]) }
            leaves[leaf].append(entry)
        }
        for index in leaves.indices {
            try checkAmbiguity(leaves[index])
            leaves[index] = leaves[index].filter { $0.route.condition != .always } + leaves[index].filter { $0.route.condition == .always }
        }
    }

    func resolve(_ request: HTTPRequest) -> Resolution {
        let path = request.pathBytes
        let host = hosts.isEmpty ? nil : hostDialect(request)
        if path.contains(where: { $0 == UInt8(ascii: "%") || $0 >= 0x80 }), PercentCoding.decode(path) == nil {
            return .malformedPath(dialect: host ?? owner(of: path))
        }
        guard let match = tree.match(path) else { return .unknownPath(dialect: host ?? owner(of: path)) }
        let method = request.method
        let isHead = method == .head
        var gettable: Entry?
        for entry in leaves[match.leaf] where takes(entry, request, host) {
            if entry.route.method == method { return found(entry, match) }
            if isHead, gettable == nil, entry.route.method == .get { gettable = entry }
        }
        if let gettable { return found(gettable, match) }
        return notAllowed(leaves[match.leaf].filter { takes($0, request, host) }, request, host)
    }

    /// The dialect that a path without a route belongs to.
    func owner(of path: ArraySlice<UInt8>) -> Int {
        let segments = String(decoding: path, as: UTF8.self).dropFirst().split(separator: "/", omittingEmptySubsequences: false)
        return prefixes.first { segments.starts(with: $0.segments) }?.dialect ?? fallback
    }

    private func takes(_ entry: Entry, _ request: HTTPRequest, _ host: Int?) -> Bool {
        if let host { return entry.place == host }
        return entry.route.condition == .always || entry.route.condition.holds(for: request.fields)
    }

    private func found(_ entry: Entry, _ match: RouteTree.Match) -> Resolution {
        var values: [String] = []
        values.reserveCapacity(match.values.count)
        for (index, value) in match.values.enumerated() {
            let isRest = index == match.values.count - 1 && entry.route.pattern.segments.last == .rest
            guard let text = isRest ? Self.decodeRest(value) : PercentCoding.decode(value) else {
                return .unknownPath(dialect: entry.place)
            }
            values.append(text)
        }
        return .route(entry, values: values)
    }

    private func notAllowed(_ entries: [Entry], _ request: HTTPRequest, _ host: Int?) -> Resolution {
        guard let first = entries.first else { return .unknownPath(dialect: host ?? owner(of: request.pathBytes)) }
        var allow: [String] = []
        for entry in entries {
            let names = entry.route.method == .get ? ["GET", "HEAD"] : [entry.route.method.name]
            allow += names.filter { !allow.contains($0) }
        }
        if request.method == .options { return .options(allow: allow) }
        return .wrongMethod(first, allow: allow)
    }

    private func hostDialect(_ request: HTTPRequest) -> Int? {
        guard let host = request.fields["Host"]?.lowercased() else { return nil }
        let name = host.prefix { $0 != ":" }
        return hosts.first { pattern, _ in
            pattern.hasPrefix("*.") ? name.hasSuffix(pattern.dropFirst()) : name == pattern
        }?.dialect
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

    private static func prefixes(of dialects: [Dialect]) throws(RouterError) -> [(segments: [Substring], dialect: Int)] {
        var prefixes: [(segments: [Substring], dialect: Int)] = []
        for (index, dialect) in dialects.enumerated() {
            for prefix in dialect.prefixes {
                let segments = prefix.split(separator: "/")
                if let other = prefixes.first(where: { $0.segments == segments }) {
                    throw .sharedPrefix(prefix, dialects[other.dialect].name, dialect.name)
                }
                prefixes.append((segments, index))
            }
        }
        return prefixes.sorted { $0.segments.count > $1.segments.count }
    }

    /// Tries every combination of the headers that the routes of one leaf ask about: at most one of them may take each.
    private func checkAmbiguity(_ entries: [Entry]) throws(RouterError) {
        for method in Set(entries.map(\.route.method)) {
            let rivals = entries.filter { $0.route.method == method }
            guard rivals.count > 1 else { continue }
            let headers = rivals.reduce(into: Set<String>()) { $0.formUnion($1.route.condition.headers) }.sorted()
            for combination in 0..<(1 << headers.count) {
                let present = Set(headers.enumerated().filter { combination >> $0.offset & 1 == 1 }.map(\.element))
                let taking = rivals.filter { $0.route.condition != .always && $0.route.condition.holds { present.contains($0.lowercased()) } }
                let candidates = taking.isEmpty ? rivals.filter { $0.route.condition == .always } : taking
                guard candidates.count > 1 else { continue }
                throw .ambiguous(
                    method: method.name, path: candidates[0].route.path, candidates[0].dialect.name,
                    candidates[1].dialect.name)
            }
        }
    }
}
