/// The files of the tenant that an instance belongs to, as far as a session needs them. Offered by Media.
package protocol SessionMedia: Sendable {
    /// Hands the file's bytes over in pieces of at most `MediaPiece.limit`, in order. Throws `Problem.notFound(.media)` when it is no longer kept.
    func read(_ file: MediaReference, _ take: (MediaPiece) async throws -> Void) async throws
    /// Keeps a file that came in, however large the plan lets files be; `next` answers its pieces, nil after the last. Throws
    /// `Problem.tooLarge`, and what `next` throws; then nothing is kept.
    func store(_ kind: MediaKind, fileName: String?, _ next: () async throws -> MediaPiece?) async throws -> MediaReference
}

/// Some bytes of a file.
package typealias MediaPiece = [UInt8]

extension MediaPiece {
    /// How many bytes of a file are in memory at once.
    package static let limit = 256 * 1024
}

/// Where sessions find files. Offered by Media.
package protocol SessionMediaSource: Sendable {
    /// The files of an instance's tenant.
    func media(of instance: InstanceReference) -> any SessionMedia
}
