package import Contracts
import Core
import Database

extension Media {
    /// A file of the caller's tenant, or `Problem.notFound(.media)`.
    package func item(_ id: MediaID, as caller: Caller) async throws -> MediaItem {
        try await item(id, of: caller.tenant)
    }

    /// The tenant's files, newest first, after `after`; `next` continues, nil at the end.
    package func items(limit: Int, after: MediaID?, as caller: Caller) async throws -> (items: [MediaItem], next: MediaID?) {
        let now = runtime.clock.now
        // One more than asked for tells whether there is a next page.
        let found = try await database.read(as: caller.tenant) { tx in
            try MediaStore.items(limit + 1, after: after, of: caller.tenant, at: now, in: tx)
        }
        let page = Array(found.prefix(limit))
        return (page, found.count > limit ? page.last?.reference.id : nil)
    }

    /// Forgets a file, or throws `Problem.notFound(.media)`. What is still to be sent with it fails.
    package func remove(_ id: MediaID, as caller: Caller) async throws {
        let now = runtime.clock.now
        let isGone = try await database.write(as: caller.tenant) { tx in
            guard try MediaStore.item(id, of: caller.tenant, at: now, in: tx) != nil else { return false }
            return try MediaStore.leave(id, of: caller.tenant, in: tx)
        }
        guard isGone else { throw Problem.notFound(.media) }
    }

    /// A file of a tenant, or `Problem.notFound(.media)`.
    func item(_ id: MediaID, of tenant: TenantID) async throws -> MediaItem {
        let now = runtime.clock.now
        guard let item = try await database.read(as: tenant, { tx in try MediaStore.item(id, of: tenant, at: now, in: tx) }) else {
            throw Problem.notFound(.media)
        }
        return item
    }

    /// Hands the bytes of a file over in order. Throws `Problem.notFound(.media)` when it is no longer kept, and what `take` throws.
    func read(_ file: MediaReference, of tenant: TenantID, _ take: (MediaPiece) async throws -> Void) async throws {
        var left = file.bytes
        var number = 0
        while left > 0 {
            let wanted = number
            let chunk = try await database.read(as: tenant) { tx in try MediaStore.chunk(wanted, of: file.id, of: tenant, in: tx) }
            guard let chunk, !chunk.isEmpty, chunk.count <= left else { throw Problem.notFound(.media) }
            try await take(chunk)
            left -= chunk.count
            number += 1
        }
    }
}
