/// The paths of all routes, as a tree of segments. Literal segments win over parameters, and those over the rest of a path.
struct RouteTree: Sendable {
    private struct Node: Sendable {
        var literals: [(name: [UInt8], child: Int)] = []
        var parameter: Int?
        var leaf: Int?
        var rest: Int?
    }

    /// A path that is known.
    struct Match: Sendable {
        let leaf: Int
        /// The segments that stand for parameters, not decoded; with a rest, the last one is all that follows.
        let values: [ArraySlice<UInt8>]
    }

    private static let slash = UInt8(ascii: "/")
    private var nodes = [Node()]
    private(set) var leafCount = 0

    /// The leaf of a pattern, made if it is new. Patterns that differ in the names of parameters only share a leaf.
    mutating func leaf(for pattern: PathPattern) -> Int {
        var node = 0
        for segment in pattern.segments {
            switch segment {
            case .literal(let text): node = child(of: node, named: Array(text.utf8))
            case .parameter: node = parameter(of: node)
            case .rest: return leaf(at: node, \.rest)
            }
        }
        return leaf(at: node, \.leaf)
    }

    /// The leaf that `path` leads to. The path begins with a slash and its escapes are well-formed.
    func match(_ path: ArraySlice<UInt8>) -> Match? {
        guard path.first == Self.slash else { return nil }
        var values: [ArraySlice<UInt8>] = []
        guard let leaf = descend(from: 0, path.dropFirst(), &values) else { return nil }
        return Match(leaf: leaf, values: values)
    }

    private func descend(from index: Int, _ path: ArraySlice<UInt8>, _ values: inout [ArraySlice<UInt8>]) -> Int? {
        let end = path.firstIndex(of: Self.slash)
        let segment = path[..<(end ?? path.endIndex)]
        if let child = literal(of: index, segment), let leaf = finish(child, path, end, &values) { return leaf }
        if let child = nodes[index].parameter, !segment.isEmpty {
            values.append(segment)
            if let leaf = finish(child, path, end, &values) { return leaf }
            values.removeLast()
        }
        guard let rest = nodes[index].rest, !path.isEmpty else { return nil }
        values.append(path)
        return rest
    }

    private func finish(_ child: Int, _ path: ArraySlice<UInt8>, _ end: Int?, _ values: inout [ArraySlice<UInt8>]) -> Int? {
        guard let end else { return nodes[child].leaf }
        return descend(from: child, path[(end + 1)...], &values)
    }

    private func literal(of index: Int, _ segment: ArraySlice<UInt8>) -> Int? {
        if segment.contains(UInt8(ascii: "%")) {
            guard let decoded = PercentCoding.decode(segment) else { return nil }
            return nodes[index].literals.first { $0.name.elementsEqual(decoded.utf8) }?.child
        }
        for (name, child) in nodes[index].literals where name.count == segment.count && name.elementsEqual(segment) {
            return child
        }
        return nil
    }

    private mutating func child(of index: Int, named name: [UInt8]) -> Int {
        if let known = nodes[index].literals.first(where: { $0.name == name }) { return known.child }
        nodes.append(Node())
        nodes[index].literals.append((name, nodes.count - 1))
        return nodes.count - 1
    }

    private mutating func parameter(of index: Int) -> Int {
        if let known = nodes[index].parameter { return known }
        nodes.append(Node())
        nodes[index].parameter = nodes.count - 1
        return nodes.count - 1
    }

    private mutating func leaf(at index: Int, _ place: WritableKeyPath<Node, Int?>) -> Int {
        if let known = nodes[index][keyPath: place] { return known }
        nodes[index][keyPath: place] = leafCount
        leafCount += 1
        return leafCount - 1
    }
}
