import Contracts

/// Where the line to WhatsApp stands right now, in the words of those who speak of it as an engine (contract MF-14).
package enum ProviderState: String, Sendable, CaseIterable, Hashable {
    /// It stands.
    case open
    /// It is being made, or waits for a phone.
    case connecting
    /// There is none, and none is being made.
    case close

    /// What a row says, read now. A line without proof of life is being made anew.
    init(_ lifecycle: Lifecycle) {
        switch lifecycle.status {
        case .connected: self = .open
        case .pairing, .passkeyRequired, .connecting, .degraded: self = .connecting
        case .disconnected: self = lifecycle.wish == .session ? .connecting : .close
        case .created, .loggedOut: self = .close
        }
    }
}
