import Contracts
import Core

/// The states of a row, which are also the states of the queue.
enum MessageState: String, Sendable, CaseIterable {
    /// Waits for its time and its turn.
    case queued
    /// Handed to the instance's session; what became of it is not known yet.
    case sending
    case sent, delivered, read, failed, withdrawn
    /// Came in.
    case received

    /// What callers are told.
    func status(dueAt: Instant, now: Instant) -> MessageStatus {
        switch self {
        case .queued: dueAt > now ? .scheduled : .pending
        case .sending: .pending
        case .sent: .sent
        case .delivered, .received: .delivered
        case .read: .read
        case .failed: .failed
        case .withdrawn: .withdrawn
        }
    }
}
