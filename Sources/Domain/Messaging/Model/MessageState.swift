import Contracts

/// The states of a row, which are also the states of the queue.
enum MessageState: String, Sendable, CaseIterable {
    /// Waits for its time, and is not counted against a day yet.
    case scheduled
    /// Waits for its campaign to go on.
    case held
    /// Waits for its turn.
    case queued
    /// Handed to the instance's session; what became of it is not known yet.
    case sending
    case sent, delivered, read, failed, withdrawn
    /// Came in.
    case received

    /// What callers are told.
    var status: MessageStatus {
        switch self {
        case .scheduled: .scheduled
        case .held, .queued, .sending: .pending
        case .sent: .sent
        case .delivered, .received: .delivered
        case .read: .read
        case .failed: .failed
        case .withdrawn: .withdrawn
        }
    }
}
