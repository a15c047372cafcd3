package import Core

/// When something is to be sent, and how that was put.
package struct SendTime: Sendable, Hashable {
    /// How far ahead it may be.
    package static let horizon: Duration = .seconds(366 * 24 * 3600)
    /// How long the text may be, in bytes.
    package static let textLimit = 64

    /// What is wrong with a text that is none.
    package static let rule = "must be a time such as 2026-01-31 09:30:00 or 2026-01-31T09:30:00+03:00"

    /// Whether a text says when something is to be sent, whatever day that is.
    package static func isReadable(_ text: String) -> Bool { Reading(text) != nil }

    /// When that is.
    package let instant: Instant
    /// As it was asked for, which is how it is echoed.
    package let text: String

    /// Pairs a point in time with the text that named it.
    package init(instant: Instant, text: String) {
        self.instant = instant
        self.text = text
    }
}
