package import Core

/// Hashes and checks passwords on two threads of its own, behind a short queue.
///
/// A hash fills a core for a quarter of a second and takes 128 MiB: on a loop it would stop every request, and without the bound a burst of
/// sign-ins would take the machine's memory.
package final class PasswordHasher: Sendable {
    /// What came of checking a password.
    package enum Verdict: Sendable, Hashable {
        /// It is the one that was stored.
        case right
        /// It is the one that was stored, with parameters that are no longer used: hash it again and store that.
        case rightButOutdated
        /// It is not, or nothing was stored.
        case wrong
    }

    /// Why a password was neither hashed nor checked.
    package enum Failure: Error, Hashable {
        /// Too many are waiting, or there is no memory for one more; try again later.
        case overloaded
        /// It is longer than `passwordLimit`.
        case tooLong
        /// What was stored is not a hash of ours.
        case malformedHash
    }

    /// How many hashes are computed at the same time.
    package static let threads = 2
    /// How many more may wait: about two seconds of work.
    package static let queueLimit = 16
    /// The longest password, in bytes of UTF-8.
    package static let passwordLimit = 1024

    private let parameters: PasswordParameters
    private let chance: any Chance
    private let pool: ThreadPool
    private let computed = Lock(0)

    /// Starts the two threads; they end when the hasher is let go. Tests pass cheaper parameters.
    package init(parameters: PasswordParameters = .current, queueLimit: Int = queueLimit, chance: any Chance) {
        self.parameters = parameters
        self.chance = chance
        pool = ThreadPool(threads: Self.threads, queueLimit: queueLimit)
    }

    /// The hash of `password` with a new salt.
    package func hash(_ password: String) async throws(Failure) -> PasswordHash {
        let bytes = try Self.bytes(of: password)
        let salt = chance.bytes(PasswordHash.saltCount)
        let parameters = parameters
        return try await run { PasswordHash(of: bytes, salt: salt, parameters: parameters) }
    }

    /// Whether `password` is the one whose PHC string is `stored`. With nil it takes as long and is wrong, so that the answer's time does not
    /// tell whether an account exists.
    package func check(_ password: String, against stored: String?) async throws(Failure) -> Verdict {
        let bytes = try Self.bytes(of: password)
        guard let stored else {
            let salt = [UInt8](repeating: 0, count: PasswordHash.saltCount)
            let parameters = parameters
            return try await run {
                PasswordHash(of: bytes, salt: salt, parameters: parameters).map { _ in .wrong }
            }
        }
        guard let hash = PasswordHash(stored) else { throw .malformedHash }
        let outdated = hash.parameters != parameters
        return try await run { hash.matches(bytes).map { $0 ? (outdated ? .rightButOutdated : .right) : .wrong } }
    }

    /// How many hashes have been computed so far, of whatever came of them.
    package var count: Int { computed.withLock { $0 } }

    private static func bytes(of password: String) throws(Failure) -> [UInt8] {
        let bytes = Array(password.utf8)
        guard bytes.count <= passwordLimit else { throw .tooLong }
        return bytes
    }

    private func run<Result: Sendable>(_ work: @escaping @Sendable () -> Result?) async throws(Failure) -> Result {
        let result: Result?
        let counted: @Sendable () -> Result? = { [computed] in
            computed.withLock { $0 += 1 }
            return work()
        }
        do { result = try await pool.run(counted) } catch { throw .overloaded }
        guard let result else { throw .overloaded }
        return result
    }
}
