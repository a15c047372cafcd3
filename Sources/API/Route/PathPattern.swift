/// The path of a route: literal segments, `{name}` for one segment, and `{name...}` at the end for all that follow.
struct PathPattern: Sendable, Hashable {
    enum Segment: Sendable, Hashable {
        case literal(String)
        case parameter
        case rest
    }

    let text: String
    let segments: [Segment]
    /// The names of the parameters, in the order of the path.
    let names: [String]

    /// Reads a pattern that a programmer wrote: what is wrong with it stops the start.
    init(_ text: String) {
        precondition(text.hasPrefix("/"), "the path \(text) does not begin with a slash")
        var segments: [Segment] = []
        var names: [String] = []
        for part in text.dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
            precondition(segments.last != .rest, "something follows the rest in \(text)")
            guard part.hasPrefix("{"), part.hasSuffix("}") else {
                precondition(!part.contains("{") && !part.contains("}"), "a brace inside a segment of \(text)")
                segments.append(.literal(String(part)))
                continue
            }
            let name = part.dropFirst().dropLast()
            segments.append(name.hasSuffix("...") ? .rest : .parameter)
            names.append(String(name.hasSuffix("...") ? name.dropLast(3) : name))
        }
        precondition(Set(names).count == names.count, "two parameters of \(text) have one name")
        self.text = text
        self.segments = segments
        self.names = names
    }
}
