package import Contracts
package import Core

/// A file that is kept, as its tenant sees it.
package struct MediaItem: Sendable, Hashable {
    /// Which file it is, and what is in it.
    package let reference: MediaReference
    /// The name it came with, made harmless; nil where it came without.
    package let fileName: String?
    /// When it first came.
    package let createdAt: Instant
    /// When it goes, unless it is used before.
    package let expiresAt: Instant
}
