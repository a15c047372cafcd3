package import Contracts
package import HTTP

/// Which dialect a request is in, from its host, method, path and which headers are there, so that even a 401 has the right shape
/// (contract 1.7). Built from the dialects' territories; a path that two could claim for the same request is refused when it is built.
package struct DialectResolver: Sendable {
    /// A claim, as it is asked: of those at a node the first that takes the request has it.
    private struct Claimant: Sendable {
        let claim: Territory.Claim
        let place: Int

        func takes(_ method: HTTPMethod, _ fields: HTTPFields) -> Bool {
            if let wanted = claim.method, wanted != method, !(wanted == .get && method == .head) { return false }
            if let present = claim.present, !fields.contains(present) { return false }
            if let absent = claim.absent, fields.contains(absent) { return false }
            return true
        }
    }

    private struct Node: Sendable {
        var branches = Branches()
        /// Those who claim what is below, nearest first.
        var below: [Claimant] = []
        /// Those who claim this very path.
        var here: [Claimant] = []
    }

    private var nodes = [Node()]
    private let hosts: [HostPattern]
    private let names: [DialectName]
    /// The place of the dialect that has what nobody claims.
    let fallback: Int

    /// A resolver among these dialects, each at its place; what nobody claims is `fallback`'s.
    package init(_ territories: [(dialect: DialectName, territory: Territory)], fallback: DialectName) throws(RouterError) {
        names = territories.map(\.dialect)
        for (place, name) in names.enumerated() where names[..<place].contains(name) {
            throw .repeatedDialect(name)
        }
        guard let fallback = names.firstIndex(of: fallback) else { throw .noFallback(fallback) }
        self.fallback = fallback
        hosts = try Self.hosts(of: territories)
        var parents = [0]
        var claims: [[Claimant]] = [[]]
        for (place, entry) in territories.enumerated() {
            for claim in entry.territory.claims {
                let node = self.node(at: claim.path, &parents)
                claims += Array(repeating: [], count: nodes.count - claims.count)
                try checkContest(claim, of: place, with: claims[node])
                claims[node].append(Claimant(claim: claim, place: place))
            }
        }
        // A node comes after the one it hangs from.
        for index in nodes.indices {
            let own = claims[index].sorted { $0.claim.rank < $1.claim.rank }
            let inherited = index == 0 ? [] : nodes[parents[index]].below
            nodes[index].below = own.filter { $0.claim.method == nil } + inherited
            nodes[index].here = own + inherited
        }
    }

    /// The dialect of a request.
    package func dialect(of request: HTTPRequest) -> DialectName { names[place(of: request)] }

    /// The place of the request's dialect among those that the resolver was built from.
    func place(of request: HTTPRequest) -> Int {
        if !hosts.isEmpty, let host = request.fields.bytes(of: "Host"), let owner = owner(ofHost: host) { return owner }
        let fields = request.fields
        for claimant in claimants(of: request.pathBytes.span) where claimant.takes(request.method, fields) {
            return claimant.place
        }
        return fallback
    }

    /// Whether any request for the pattern could be the dialect's.
    func admits(_ method: HTTPMethod, _ pattern: PathPattern, to place: Int) -> Bool {
        var node = 0
        var isWhole = true
        for segment in pattern.segments {
            guard case .literal(let text) = segment, let child = nodes[node].branches.child(Array(text.utf8).span) else {
                isWhole = false
                break
            }
            node = child
        }
        let claimants = isWhole ? nodes[node].here : nodes[node].below
        if place == fallback { return !claimants.contains { $0.claim.rank == Territory.Claim.lastRank } }
        return claimants.contains { $0.place == place && ($0.claim.method.map { $0 == method } ?? true) }
    }

    private func claimants(of path: Span<UInt8>) -> [Claimant] {
        guard !path.isEmpty, path[0] == UInt8(ascii: "/") else { return nodes[0].below }
        var node = 0
        var start = 1
        while true {
            let end = path.end(ofSegmentAt: start)
            guard let child = nodes[node].branches.child(path.extracting(start..<end)) else { return nodes[node].below }
            node = child
            if end == path.count { return nodes[node].here }
            start = end + 1
        }
    }

    private func owner(ofHost host: ArraySlice<UInt8>) -> Int? {
        let name = HostPattern.name(in: host)
        return hosts.first { $0.matches(name) }?.place
    }

    private mutating func node(at path: String, _ parents: inout [Int]) -> Int {
        var node = 0
        for segment in path.dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
            let next = nodes.count
            let child = nodes[node].branches.child(String(segment)) { next }
            if child == next {
                nodes.append(Node())
                parents.append(node)
            }
            node = child
        }
        return node
    }

    private func checkContest(_ claim: Territory.Claim, of place: Int, with others: [Claimant]) throws(RouterError) {
        for other in others where other.place != place {
            if claim.overlaps(other.claim) { throw .contested(claim.path, names[other.place], names[place]) }
        }
    }

    private static func hosts(of territories: [(dialect: DialectName, territory: Territory)]) throws(RouterError) -> [HostPattern] {
        var patterns: [HostPattern] = []
        for (place, entry) in territories.enumerated() {
            for host in entry.territory.hosts {
                let pattern = HostPattern(host, place: place)
                if let rival = patterns.first(where: { $0.text == pattern.text }) {
                    throw .contested(host, territories[rival.place].dialect, entry.dialect)
                }
                patterns.append(pattern)
            }
        }
        return patterns.sorted { $0.precedes($1) }
    }
}

extension Territory.Claim {
    /// The rank of a claim to everything there.
    fileprivate static let lastRank = 2

    /// A method is more than a header, and a header more than nothing.
    fileprivate var rank: Int { method != nil ? 0 : present != nil || absent != nil ? 1 : Self.lastRank }

    /// Whether one request could be taken by both at the same rank.
    fileprivate func overlaps(_ other: Territory.Claim) -> Bool {
        rank == other.rank && method == other.method && !excludes(other) && !other.excludes(self)
    }

    private func excludes(_ other: Territory.Claim) -> Bool {
        present != nil && present?.lowercased() == other.absent?.lowercased()
    }
}
