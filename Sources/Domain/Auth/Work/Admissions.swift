import Contracts
import Core
import Crypto
import Database

/// Remembers whom credentials admit, for as long as somebody looks whether any were revoked.
///
/// Everything that is revoked anywhere makes one number in the database grow. What is remembered counts while the last look at that number is
/// younger than `Auth.lookLifetime`; a node that cannot look admits nobody from memory.
final class Admissions: Sendable {
    private let known: LoadingCache<SHA256Digest, Admission>
    private let revision = Lock<Int64?>(nil)
    private let database: Database
    private let clock: any Clock

    init(database: Database, clock: any Clock) {
        self.database = database
        self.clock = clock
        known = LoadingCache(
            limit: Auth.cacheLimit, lifetime: Auth.cacheLifetime, absenceLifetime: Auth.absenceLifetime, wantsVouching: true, clock: clock)
    }

    /// Whom the credential of that digest admits, if that is known for sure and not ageing; nil says nothing. It is the digest of 256 random
    /// bits: how long the look-up takes tells nothing about any credential.
    func remembered(_ digest: SHA256Digest) -> Admission? { known.remembered(digest) }

    /// Whom the credential of that digest admits, remembered or found; nil if nobody.
    func admission(
        _ digest: SHA256Digest, orFind find: @escaping @Sendable (borrowing Transaction) throws -> Admission?
    ) async throws -> Admission? {
        try await known.value(of: digest) { [self] in
            let asked = clock.monotonic
            let (number, admission) = try await database.system { tx in
                // Before the other: what is revoked in between is missed by neither.
                let number = try RevisionStore.number(in: tx)
                return (number, try find(tx))
            }
            // Who asked the database has looked as well. So one answer is enough to admit from memory again after it was away.
            heard(number, asked: asked)
            return admission
        }
    }

    /// Looks whether anything was revoked.
    func look() async throws {
        let asked = clock.monotonic
        heard(try await database.system { tx in try RevisionStore.number(in: tx) }, asked: asked)
    }

    /// Forgets everything, if anything was revoked since the number was looked at before. Without a time nothing is vouched for.
    func heard(_ number: Int64, asked: Duration? = nil) {
        revision.withLock { revision in
            // Any other number and not just a greater one: an answer may be overtaken, and a database may be restored.
            // The first one says nothing of a change, and nothing is remembered yet.
            if let revision, revision != number { known.removeAll() }
            revision = number
            if let asked { known.vouch(until: asked + Auth.lookLifetime) }
        }
    }

    /// Forgets everything.
    func forget() { known.removeAll() }
}
