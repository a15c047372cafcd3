package import Contracts

/// What a follower of an instance is told.
package enum InstanceChange: Sendable, Hashable {
    /// A code to scan.
    case qr(PairingCode)
    /// A code to type.
    case pairingCode(PairingCode)
    /// It can send and receive.
    case connected(PhoneNumber?)
    /// It cannot, and why.
    case disconnected(StatusReason?)
    /// Linking does not go on by itself: the codes were used up, or the phone wants a passkey.
    case error(InstanceStatus, StatusReason?)

    /// What there is to tell of an instance that stands so; nil while it is between two states.
    init?(_ details: InstanceDetails, code: PairingCode?) {
        switch details.status {
        case .pairing:
            guard let code else { return nil }
            self =
                switch code.form {
                case .qr: .qr(code)
                case .typed: .pairingCode(code)
                }
        case .connecting: return nil
        case .connected, .degraded: self = .connected(details.number)
        case .disconnected, .loggedOut: self = .disconnected(details.reason)
        case .passkeyRequired, .created: self = .error(details.status, details.reason)
        }
    }
}
