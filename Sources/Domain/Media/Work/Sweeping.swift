import Core
import Database

/// Lets go of files that nobody has used for long enough, of uploads that broke off, and of what was removed, a little at a time.
enum Sweeping {
    /// Between two looks when there was nothing to do.
    static let pause: Duration = .seconds(30)
    /// How many files one turn lets go of.
    static let files = 100
    /// How many chunks one turn erases: 16 MiB.
    static let chunks = 64

    /// One portion; how much it was.
    static func turn(_ database: Database, now: Instant) async throws -> Int {
        let expired = try await database.system { tx in try MediaStore.expire(Self.files, at: now, in: tx) }
        let erased = try await database.system { tx in try MediaStore.eraseChunksOfLeaving(Self.chunks, in: tx) }
        guard erased == 0 else { return expired + erased }
        return expired + (try await database.system { tx in try MediaStore.eraseLeaving(Self.files, in: tx) })
    }
}
