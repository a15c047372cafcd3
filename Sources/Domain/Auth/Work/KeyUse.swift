import Synchronization

/// Whether a key was used since the uses were written last. Asked on every request, so all that it costs there is one load.
final class KeyUse: Sendable {
    private let isNoted = Atomic(false)

    /// Whether this is the first use since then.
    var isNews: Bool { !isNoted.load(ordering: .relaxed) }

    /// Says that the use is noted, or is to be noted anew.
    func note(_ noted: Bool) { isNoted.store(noted, ordering: .relaxed) }
}
