package import Contracts
import Core
import Crypto

/// Files in memory, for tests of whoever reads and stores them where the real store does not matter.
package final class MemoryMedia: SessionMedia, SessionMediaSource {
    private let files = Lock([MediaID: [UInt8]]())

    /// Nothing yet.
    package init() {}

    package func media(of instance: InstanceReference) -> any SessionMedia { self }

    /// Keeps bytes under a reference of that type.
    package func keep(_ bytes: [UInt8], mimeType: String = "application/octet-stream") -> MediaReference {
        let number = files.withLock { UInt64($0.count + 1) }
        let reference = MediaReference(
            id: MediaID(high: 0x7000, low: number), mimeType: mimeType, bytes: bytes.count, sha256: Digest.sha256(bytes).bytes)
        files.withLock { $0[reference.id] = bytes }
        return reference
    }

    /// The bytes kept under an id.
    package func bytes(of id: MediaID) -> [UInt8]? { files.withLock { $0[id] } }

    package func read(_ file: MediaReference, _ take: (MediaPiece) async throws -> Void) async throws {
        guard let bytes = bytes(of: file.id) else { throw Problem.notFound(.media) }
        try await take(bytes)
    }

    package func store(_ kind: MediaKind, fileName: String?, _ next: () async throws -> MediaPiece?) async throws -> MediaReference {
        var bytes: [UInt8] = []
        while let piece = try await next() { bytes += piece }
        return keep(bytes)
    }
}
