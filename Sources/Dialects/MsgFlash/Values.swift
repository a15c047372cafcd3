import Contracts

/// How this dialect writes single values.
enum Values {
    /// Where an instance stands (contract MF-08).
    enum Status: String, CaseIterable, Sendable { case disconnected, connecting, connected }

    /// Decisions, below the table of errors.
    static func status(_ status: InstanceStatus) -> Status {
        switch status {
        case .connected, .degraded: .connected
        case .pairing, .passkeyRequired, .connecting: .connecting
        case .created, .disconnected, .loggedOut: .disconnected
        }
    }
}
