package import Contracts
package import Core
import Database

extension Media {
    /// Keeps a file whose bytes `next` answers piece by piece, nil after the last; about `MediaPiece.limit` of them are in memory at once. Without
    /// a kind it may be whatever its bytes say, and as large as the plan lets any such file be.
    ///
    /// The same bytes are kept once in a tenant: their item is answered again. Throws `Problem.invalid` at `pointer` when the file is empty or of no
    /// type that the kind takes, `Problem.tooLarge`, and what `next` throws; then nothing is kept.
    package func receive(
        as kind: MediaKind?, fileName: String?, at pointer: String = "/file", until: Instant? = nil, as caller: Caller,
        _ next: () async throws -> MediaPiece?
    ) async throws -> MediaItem {
        // The same bytes are kept once however often they come: no effect that a request could have twice.
        try await Undertaking.aside {
            do throws(MediaRefusal) {
                return try await store(as: kind, fileName: fileName, source: nil, until: until, of: caller.tenant, next)
            } catch {
                switch error {
                case .wrong(let rule): throw Problem.invalid([Violation(pointer, rule)])
                case .tooLarge(_, let limit): throw Problem.tooLarge(limit: limit)
                case .other(let error): throw error
                }
            }
        }
    }

    /// A file that is kept, to be sent as `kind`. Throws `Problem.invalid` at `pointer` when there is none of that id, or when it is of a type or
    /// size that the kind does not take. It is kept for another 30 days, and at least `until` then.
    package func kept(
        _ id: MediaID, as kind: MediaKind, at pointer: String, until: Instant? = nil, as caller: Caller
    ) async throws -> MediaReference {
        let now = runtime.clock.now
        let end = expiry(until, now)
        // That it is kept for longer is no effect of the request, and harms nobody should the request fail.
        let found = try await Undertaking.aside {
            try await database.write(as: caller.tenant) { tx in
                try MediaStore.use(id, of: caller.tenant, at: now, until: end, in: tx)
            }
        }
        guard let file = found?.reference else { throw Problem.invalid([Violation(pointer, "is no file that is kept")]) }
        guard FileType(kept: file.mimeType).kinds.contains(kind) else {
            throw Problem.invalid([Violation(pointer, MediaRule.wrongType(kind, file.mimeType))])
        }
        let limit = try await limit(of: kind, for: caller.tenant)
        guard file.bytes <= limit else { throw Problem.invalid([Violation(pointer, MediaRule.tooLarge(kind, limit))]) }
        return file
    }

    /// When a file goes that is used now.
    func expiry(_ until: Instant?, _ now: Instant) -> Instant { max(now + Self.retention, until ?? now) }

    /// The most bytes that a file of the kind may have.
    func limit(of kind: MediaKind, for tenant: TenantID) async throws -> Int {
        min(try await limits.mediaLimit(of: kind, for: tenant) ?? Self.largestFile, Self.largestFile)
    }
}
