package import Contracts

/// The broken rules found so far while something is read.
package struct Violations: Sendable {
    /// How many are kept: a list of a million wrong elements must not become an answer of a million lines.
    package static let limit = 100

    /// What was found, in the order of reading.
    package private(set) var found: [Violation] = []

    /// Starts with none.
    package init() {}

    /// Whether nothing is wrong.
    package var isEmpty: Bool { found.isEmpty }

    /// Notes a broken rule at `pointer`, relative to what is being read.
    package mutating func add(_ detail: String, at pointer: String = "") {
        if found.count < Self.limit { found.append(Violation(pointer, detail)) }
    }

    /// Throws `Problem.invalid` with everything found, if anything was.
    package func check() throws(Problem) {
        if !found.isEmpty { throw .invalid(found) }
    }

    /// Runs `body`; what it finds is in the member `name`.
    mutating func inMember<Result>(_ name: String, _ body: (inout Violations) -> Result) -> Result {
        let count = found.count
        let result = body(&self)
        if found.count > count {
            prefix(from: count, with: "/" + name.replacing("~", with: "~0").replacing("/", with: "~1"))
        }
        return result
    }

    /// Runs `body`; what it finds is in the element at `index`.
    mutating func inElement<Result>(_ index: Int, _ body: (inout Violations) -> Result) -> Result {
        let count = found.count
        let result = body(&self)
        if found.count > count { prefix(from: count, with: "/\(index)") }
        return result
    }

    /// Runs `body`; what it finds is at `place`, whatever it says itself: for parameters, which have no inside.
    mutating func at<Result>(_ place: String, _ body: (inout Violations) -> Result) -> Result {
        let count = found.count
        let result = body(&self)
        for index in count..<found.count {
            found[index] = Violation(place, found[index].detail)
        }
        return result
    }

    private mutating func prefix(from first: Int, with prefix: String) {
        for index in first..<found.count {
            found[index] = Violation(prefix + found[index].pointer, found[index].detail)
        }
    }
}
