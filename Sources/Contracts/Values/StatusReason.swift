/// Why an instance has the status it has, where the status alone does not say it; in the native API's words.
package enum StatusReason: String, Sendable, CaseIterable, Hashable {
    /// The tenant asked for it.
    case requested
    /// The connection broke; it is being made again.
    case network
    /// The phone took the link back, or WhatsApp did for good.
    case loggedOut = "logged_out"
    /// Another process uses the same credentials.
    case replaced
    /// WhatsApp has barred the account for a time.
    case banned
    /// WhatsApp no longer accepts this version of the client.
    case outdated
    /// The codes were used up without a phone.
    case pairingEnded = "pairing_ended"
    /// The session moves to another process, or to the same one after a restart.
    case handover

    /// The reason a session gave.
    package init(_ reason: DisconnectReason) {
        switch reason {
        case .network: self = .network
        case .loggedOut: self = .loggedOut
        case .replaced: self = .replaced
        case .banned: self = .banned
        case .outdated: self = .outdated
        }
    }
}
