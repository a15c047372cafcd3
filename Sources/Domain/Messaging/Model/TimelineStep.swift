package import Core

/// One step on a message's way.
package struct TimelineStep: Sendable, Hashable {
    /// When it was taken; of a step that is still to come, when that is looked at next.
    package let at: Instant
    /// The word for it.
    package let step: String
    /// Why, or what about it, for a person.
    package let detail: String?

    /// Puts a step together.
    package init(at: Instant, step: String, detail: String? = nil) {
        self.at = at
        self.step = step
        self.detail = detail
    }
}
