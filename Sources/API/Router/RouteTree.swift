/// The paths of a dialect's routes, as a tree of segments. Literal segments win over parameters, and those over the rest of a path.
struct RouteTree: Sendable {
    private struct Node: Sendable {
        var literals = Branches()
        var parameter: Int?
        var leaf: Int?
        var rest: Int?
    }

    /// A path that is known.
    struct Match: Sendable {
        let leaf: Int
        /// Where the segments stand that are parameters, not decoded; with a rest, the last one is all that follows.
        let values: [Range<Int>]
    }

    private var nodes = [Node()]
    private(set) var leafCount = 0

    /// The leaf of a pattern, made if it is new. Patterns that differ in the names of parameters only share a leaf.
    mutating func leaf(for pattern: PathPattern) -> Int {
        var node = 0
        for segment in pattern.segments {
            switch segment {
            case .literal(let text):
                let next = nodes.count
                let child = nodes[node].literals.child(text) { next }
                if child == next { nodes.append(Node()) }
                node = child
            case .parameter: node = parameter(of: node)
            case .rest: return leaf(at: node, \.rest)
            }
        }
        return leaf(at: node, \.leaf)
    }

    /// The leaf that `path` leads to. The path begins with a slash and its escapes are well-formed.
    func match(_ path: Span<UInt8>) -> Match? {
        guard !path.isEmpty, path[0] == UInt8(ascii: "/") else { return nil }
        var values: [Range<Int>] = []
        guard let leaf = descend(from: 0, path, 1, &values) else { return nil }
        return Match(leaf: leaf, values: values)
    }

    private func descend(from index: Int, _ path: Span<UInt8>, _ start: Int, _ values: inout [Range<Int>]) -> Int? {
        let end = path.end(ofSegmentAt: start)
        if let child = nodes[index].literals.child(path.extracting(start..<end)), let leaf = finish(child, path, end, &values) { return leaf }
        if let child = nodes[index].parameter, start < end {
            values.append(start..<end)
            if let leaf = finish(child, path, end, &values) { return leaf }
            values.removeLast()
        }
        guard let rest = nodes[index].rest, start < path.count else { return nil }
        values.append(start..<path.count)
        return rest
    }

    private func finish(_ child: Int, _ path: Span<UInt8>, _ end: Int, _ values: inout [Range<Int>]) -> Int? {
        end == path.count ? nodes[child].leaf : descend(from: child, path, end + 1, &values)
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
