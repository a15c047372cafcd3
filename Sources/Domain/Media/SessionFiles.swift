package import Contracts
import Core
import Database

extension Media: SessionMediaSource {
    package func media(of instance: InstanceReference) -> any SessionMedia { SessionFiles(media: self, tenant: instance.tenant) }
}

/// The files of one instance's tenant.
struct SessionFiles: SessionMedia {
    let media: Media
    let tenant: TenantID

    /// A use that moves the end of a file by less than this is not written down: a campaign would write it thousands of times.
    private static let slack: Duration = .seconds(86_400)

    func read(_ file: MediaReference, _ take: (MediaPiece) async throws -> Void) async throws {
        let item = try await media.item(file.id, of: tenant)
        let now = media.runtime.clock.now
        let end = media.expiry(nil, now)
        if item.expiresAt + Self.slack < end {
            _ = try await media.database.write(as: tenant) { tx in try MediaStore.use(file.id, of: tenant, at: now, until: end, in: tx) }
        }
        try await media.read(item.reference, of: tenant, take)
    }

    func store(_ kind: MediaKind, fileName: String?, _ next: () async throws -> MediaPiece?) async throws -> MediaReference {
        do throws(MediaRefusal) {
            return try await media.store(as: kind, fileName: fileName, source: nil, until: nil, of: tenant, next).reference
        } catch {
            switch error {
            case .wrong(let rule): throw Problem.invalid([Violation("", rule)])
            case .tooLarge(_, let limit): throw Problem.tooLarge(limit: limit)
            case .other(let error): throw error
            }
        }
    }
}
