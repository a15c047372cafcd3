/// The literal segments that lead on from a node of a tree of paths.
struct Branches: Sendable {
    private var branches: [(name: [UInt8], child: Int)] = []

    /// The node that a segment leads to. An escape in it is taken off once; a malformed one leads nowhere.
    func child(_ segment: Span<UInt8>) -> Int? {
        if Self.isEscaped(segment) {
            let escaped = segment.indices.map { segment[$0] }
            guard let decoded = PercentCoding.decode(escaped[...]) else { return nil }
            return branches.first { $0.name.elementsEqual(decoded.utf8) }?.child
        }
        for branch in branches {
            if Self.equal(branch.name.span, segment) { return branch.child }
        }
        return nil
    }

    /// The node that a decoded segment leads to; where there is none yet, it is the one that `make` makes.
    mutating func child(_ segment: String, orMake make: () -> Int) -> Int {
        let name = Array(segment.utf8)
        if let known = branches.first(where: { $0.name == name }) { return known.child }
        let child = make()
        branches.append((name, child))
        return child
    }

    private static func isEscaped(_ bytes: Span<UInt8>) -> Bool {
        for index in bytes.indices where bytes[index] == UInt8(ascii: "%") {
            return true
        }
        return false
    }

    private static func equal(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Bool {
        guard left.count == right.count else { return false }
        for index in left.indices where left[index] != right[index] {
            return false
        }
        return true
    }
}

extension Span<UInt8> {
    /// Where the segment of a path ends that begins at `start`: at the next slash, or where the path ends.
    func end(ofSegmentAt start: Int) -> Int {
        var end = start
        while end < count, self[end] != UInt8(ascii: "/") {
            end += 1
        }
        return end
    }
}
