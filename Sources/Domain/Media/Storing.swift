import Contracts
import Core
import Crypto
import Database

extension Media {
    /// How long an upload may take between two chunks before it is given up.
    static let arrival: Duration = .seconds(15 * 60)

    /// Keeps what `next` answers: each chunk in a transaction of its own, for a file that is nobody's until the last one is there.
    func store(
        as kind: MediaKind?, fileName: String?, source: String?, until: Instant?, of tenant: TenantID, _ next: () async throws -> MediaPiece?
    ) async throws(MediaRefusal) -> MediaItem {
        let id: MediaID = runtime.ids.next()
        var arrival = Arrival(id, kind, of: tenant, in: self)
        do {
            while let piece = try await next() {
                try await arrival.take(piece, FileName.label(fileName), source: source)
            }
            return try await arrival.finish(FileName.label(fileName), source: source, until: until)
        } catch {
            if arrival.hasBegun {
                // Told early, so that its chunks go soon; otherwise it goes when it has not grown for too long.
                _ = try? await database.write(as: tenant) { tx in try MediaStore.leave(id, of: tenant, in: tx) }
            }
            throw error as? MediaRefusal ?? .other(error)
        }
    }
}

/// A file on its way into the database.
struct Arrival {
    private let id: MediaID
    private let kind: MediaKind?
    private let tenant: TenantID
    private let media: Media
    private let digest = RunningSHA256()
    private var chunk: MediaPiece = []
    private var chunks = 0
    private var bytes = 0
    private var type: FileType?
    private var limit: Int?
    /// Whether there is a row of it.
    private(set) var hasBegun = false

    init(_ id: MediaID, _ kind: MediaKind?, of tenant: TenantID, in media: Media) {
        (self.id, self.kind, self.tenant, self.media) = (id, kind, tenant, media)
    }

    /// Takes the next bytes of the file, and writes a chunk whenever there are enough.
    mutating func take(_ piece: MediaPiece, _ name: String?, source: String?) async throws {
        digest.update(piece)
        bytes += piece.count
        var rest = piece[...]
        while !rest.isEmpty {
            if chunk.isEmpty { chunk.reserveCapacity(MediaPiece.limit) }
            let part = rest.prefix(MediaPiece.limit - chunk.count)
            chunk += part
            rest = rest[part.endIndex...]
            if let limit, bytes > limit { throw MediaRefusal.tooLarge(kind, limit: limit) }
            if chunk.count == MediaPiece.limit { try await flush(name, source: source) }
        }
    }

    /// All of it has come.
    mutating func finish(_ name: String?, source: String?, until: Instant?) async throws -> MediaItem {
        guard bytes > 0 else { throw MediaRefusal.wrong(MediaRule.empty) }
        if !chunk.isEmpty { try await flush(name, source: source) }
        guard let type else { throw MediaRefusal.wrong(MediaRule.empty) }
        let reference = MediaReference(id: id, mimeType: type.mimeType, bytes: bytes, sha256: digest.digest.bytes, source: source)
        while true {
            do {
                return try await complete(reference, until: until)
            } catch let error as DatabaseError where error.code == .constraint(Self.contentIndex) {
                // The same bytes were completed by somebody else just now, and are there to be used the next time.
                continue
            }
        }
    }

    private static let contentIndex = "file_content"

    private func complete(_ reference: MediaReference, until: Instant?) async throws -> MediaItem {
        let now = media.runtime.clock.now
        let end = media.expiry(until, now)
        return try await media.database.write(as: tenant) { [tenant, id] tx in
            if let known = try MediaStore.reuse(reference.sha256, of: tenant, at: now, until: end, in: tx) {
                _ = try MediaStore.leave(id, of: tenant, in: tx)
                return known
            }
            guard let item = try MediaStore.complete(reference, of: tenant, at: now, until: end, in: tx) else {
                throw Problem.unavailable(retryAfter: 1)
            }
            return item
        }
    }

    private mutating func flush(_ name: String?, source: String?) async throws {
        if type == nil { try await begin(name, source: source) }
        let (bytes, number, until) = (chunk, chunks, media.runtime.clock.now + Media.arrival)
        chunk = []
        let isAlive = try await media.database.write(as: tenant) { [tenant, id] tx in
            try MediaStore.append(bytes, number: number, to: id, of: tenant, until: until, in: tx)
        }
        guard isAlive else { throw Problem.unavailable(retryAfter: 1) }
        chunks += 1
    }

    /// The first chunk says what it is, hence how large it may be.
    private mutating func begin(_ name: String?, source: String?) async throws {
        guard let found = FileSniffer.type(of: chunk) else {
            throw MediaRefusal.wrong(kind == nil || kind == .document ? MediaRule.harmful : MediaRule.wanted(kind ?? .document))
        }
        if let kind, !found.kinds.contains(kind) { throw MediaRefusal.wrong(MediaRule.wrongType(kind, found.mimeType)) }
        var largest = 0
        for kind in kind.map({ [$0] }) ?? Array(found.kinds) { largest = max(largest, try await media.limit(of: kind, for: tenant)) }
        (type, limit) = (found, largest)
        guard bytes <= largest else { throw MediaRefusal.tooLarge(kind, limit: largest) }
        let now = media.runtime.clock.now
        try await media.database.write(as: tenant) { [tenant, id] tx in
            try MediaStore.begin(id, name, source: source, of: tenant, at: now, until: now + Media.arrival, in: tx)
        }
        hasBegun = true
    }
}
