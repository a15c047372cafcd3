package import Contracts
package import Core
import Crypto

/// Slows down whoever guesses passwords. Only wrong guesses count; what they used up comes back with time.
///
/// Three allowances: an address's, whatever accounts it tries; an account's from one address; and an account's from all addresses together. The
/// last is so large, and comes back so fast, that nobody uses it up from a few addresses: a stranger cannot lock people out. Addresses from
/// which somebody has lately signed in to the account are not asked for it at all.
///
/// In memory and of this process: the tables hold `limit` keys each, and as each wrong guess costs a hash, nobody fills them before what was
/// used up has come back anyway.
package final class Throttle: Sendable {
    /// How many keys each table holds.
    package static let limit = 10_000
    /// How many wrong guesses an address may make at once, and how soon it may make one more.
    package static let address = (capacity: 30, interval: Duration.seconds(10))
    /// The same of an address at one account.
    package static let pair = (capacity: 10, interval: Duration.seconds(30))
    /// The same of an account from all addresses together.
    package static let account = (capacity: 100, interval: Duration.seconds(3))
    /// How many tenants may be made from an address at once, and how soon one more. These count though they succeed.
    package static let signUp = (capacity: 60, interval: Duration.seconds(30))

    /// How many passwords from an address are hashed, or wait for it, at the same time: less than half of what fits the hasher and its queue, so
    /// that nobody keeps everybody else from signing in.
    package static let atOnce = 8

    private struct Pair: Hashable, Sendable {
        let account: SHA256Digest
        let network: Network
    }

    private struct State {
        var addresses = Allowances<Network>(capacity: Throttle.address.capacity, interval: Throttle.address.interval, limit: Throttle.limit)
        var pairs = Allowances<Pair>(capacity: Throttle.pair.capacity, interval: Throttle.pair.interval, limit: Throttle.limit)
        var accounts = Allowances<SHA256Digest>(capacity: Throttle.account.capacity, interval: Throttle.account.interval, limit: Throttle.limit)
        var signUps = Allowances<Network>(capacity: Throttle.signUp.capacity, interval: Throttle.signUp.interval, limit: Throttle.limit)
        var working: [Network: Int] = [:]
        /// From where people have signed in. Two generations: what is not used again while the young one fills is forgotten.
        var familiar: Set<Pair> = []
        var once: Set<Pair> = []

        func isFamiliar(_ pair: Pair) -> Bool { familiar.contains(pair) || once.contains(pair) }

        mutating func remember(_ pair: Pair) {
            if familiar.count >= Throttle.limit / 2 {
                once = familiar
                familiar = []
            }
            familiar.insert(pair)
        }
    }

    /// A guess that has been let through and counts as wrong until the opposite is said.
    package struct Guess: Sendable {
        fileprivate let network: Network
        fileprivate let account: SHA256Digest?
        fileprivate let countsForAccount: Bool
    }

    private let state = Lock(State())
    private let clock: any Clock

    /// Nobody has guessed yet.
    package init(clock: any Clock) { self.clock = clock }

    /// Lets one guess through, counted before it is looked at, so that many at once are not more than one after another; or throws
    /// `Problem.limited`. `account` is what was named, whether there is such an account or not; nil where none is.
    package func begin(_ account: String?, from address: String) throws(Problem) -> Guess {
        let network = Network(address)
        let account = account.map { Digest.sha256($0) }
        let now = clock.monotonic
        return try state.withLock { state throws(Problem) in
            var wait = state.addresses.wait(of: network, at: now)
            var countsForAccount = false
            if let account {
                let pair = Pair(account: account, network: network)
                countsForAccount = !state.isFamiliar(pair)
                wait = max(wait, state.pairs.wait(of: pair, at: now))
                if countsForAccount { wait = max(wait, state.accounts.wait(of: account, at: now)) }
            }
            guard wait == .zero else { throw .limited(retryAfter: Self.seconds(wait)) }
            state.addresses.use(network, at: now)
            if let account {
                state.pairs.use(Pair(account: account, network: network), at: now)
                if countsForAccount { state.accounts.use(account, at: now) }
            }
            return Guess(network: network, account: account, countsForAccount: countsForAccount)
        }
    }

    /// The guess was right, or it was not looked at: it does not count.
    package func forgive(_ guess: Guess, wasRight: Bool) {
        let now = clock.monotonic
        state.withLock { state in
            state.addresses.giveBack(guess.network, at: now)
            guard let account = guess.account else { return }
            let pair = Pair(account: account, network: guess.network)
            state.pairs.giveBack(pair, at: now)
            if guess.countsForAccount { state.accounts.giveBack(account, at: now) }
            if wasRight { state.remember(pair) }
        }
    }

    /// Counts a tenant that is being made, or throws `Problem.limited`.
    package func countSignUp(from address: String) throws(Problem) {
        let network = Network(address)
        let now = clock.monotonic
        try state.withLock { state throws(Problem) in
            let wait = state.signUps.wait(of: network, at: now)
            guard wait == .zero else { throw .limited(retryAfter: Self.seconds(wait)) }
            state.signUps.use(network, at: now)
        }
    }

    /// Runs `body`, which hashes a password, unless too many from that address do; throws `Problem.limited` then. Nil is the operator.
    package func work<Value>(from address: String?, _ body: () async throws -> Value) async throws -> Value {
        guard let network = address.map(Network.init) else { return try await body() }
        try state.withLock { state throws(Problem) in
            guard state.working[network, default: 0] < Self.atOnce else { throw .limited(retryAfter: 1) }
            state.working[network, default: 0] += 1
        }
        defer {
            state.withLock { state in
                let rest = state.working[network, default: 1] - 1
                state.working[network] = rest > 0 ? rest : nil
            }
        }
        return try await body()
    }

    /// How many keys the fullest table holds now.
    package var count: Int { state.withLock { max($0.addresses.count, $0.pairs.count, $0.accounts.count, $0.signUps.count) } }

    /// Rounded up: a client that comes back a moment too early is refused once more.
    private static func seconds(_ wait: Duration) -> Int { Int((wait.inMicroseconds + 999_999) / 1_000_000) }
}
