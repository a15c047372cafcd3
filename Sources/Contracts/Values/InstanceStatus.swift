/// Where an instance stands with WhatsApp, in the native API's words.
package enum InstanceStatus: String, Sendable, CaseIterable, Hashable {
    /// Never linked, and no code is being shown.
    case created
    /// A code is shown and waits for a phone.
    case pairing
    /// The phone asks for a passkey before it links.
    case passkeyRequired = "passkey_required"
    /// Linked; the connection is being made.
    case connecting
    /// Linked and talking.
    case connected
    /// Linked, but without proof of life.
    case degraded
    /// Linked, without a connection.
    case disconnected
    /// The link was taken back, by the phone or by the tenant.
    case loggedOut = "logged_out"

    /// Whether a phone has been linked, so that a message may wait for the connection.
    package var isLinked: Bool {
        switch self {
        case .connecting, .connected, .degraded, .disconnected: true
        case .created, .pairing, .passkeyRequired, .loggedOut: false
        }
    }

    /// Whether a message can go out now.
    package var isReady: Bool { self == .connected || self == .degraded }
}
