/// Lets so many in at a time, in the order in which they came.
package actor Turnstile {
    private var places: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    /// A turnstile to a room with so many places.
    package init(places: Int) { self.places = places }

    /// Returns as soon as there is a place; `leave` gives it back.
    package func enter() async {
        if places > 0 {
            places -= 1
        } else {
            await withCheckedContinuation { waiting.append($0) }
        }
    }

    /// Gives a place back.
    package func leave() {
        if waiting.isEmpty {
            places += 1
        } else {
            waiting.removeFirst().resume()
        }
    }
}
