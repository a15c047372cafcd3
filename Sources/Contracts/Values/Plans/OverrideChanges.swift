/// What is to become of a tenant's own limits; those that are not named stay as they are, and `.cleared` takes one away, so that the plan's holds.
package struct OverrideChanges: Sendable, Hashable {
    /// By what they limit.
    package var limits: [LimitName: Change<Override>]
    /// On the size of media, in bytes.
    package var mediaBytes: [MediaKind: Change<Override>]

    /// Puts them together.
    package init(limits: [LimitName: Change<Override>] = [:], mediaBytes: [MediaKind: Change<Override>] = [:]) {
        self.limits = limits
        self.mediaBytes = mediaBytes
    }

    /// Whether nothing is to change.
    package var isEmpty: Bool { limits.isEmpty && mediaBytes.isEmpty }
}
