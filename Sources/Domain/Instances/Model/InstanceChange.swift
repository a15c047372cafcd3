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

    /// What there is to tell of an instance that stands so and shows these codes; nothing while it is between two states.
    static func all(of details: InstanceDetails, codes: [PairingCode]) -> [InstanceChange] {
        switch details.status {
        case .pairing:
            codes.map { code in
                switch code.form {
                case .qr: .qr(code)
                case .typed: .pairingCode(code)
                }
            }
        case .connecting: []
        case .connected, .degraded: [.connected(details.number)]
        case .disconnected, .loggedOut: [.disconnected(details.reason)]
        case .passkeyRequired, .created: [.error(details.status, details.reason)]
        }
    }
}
