/// First in, first out, without moving what is behind.
struct Queue<Element: Sendable>: Sendable {
    private var elements: [Element] = []
    private var head = 0

    var count: Int { elements.count - head }
    var isEmpty: Bool { count == 0 }
    var first: Element? { isEmpty ? nil : elements[head] }

    mutating func append(_ element: Element) { elements.append(element) }

    /// Changes what is first, if there is something.
    mutating func changeFirst(_ change: (inout Element) -> Void) {
        if !isEmpty { change(&elements[head]) }
    }

    mutating func popFirst() -> Element? {
        guard let element = first else { return nil }
        head += 1
        // Cut off once what is gone outweighs what is there, so that each element is moved at most once on average.
        if head * 2 > elements.count {
            elements.removeFirst(head)
            head = 0
        }
        return element
    }
}
