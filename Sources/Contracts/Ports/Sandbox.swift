package import Core

/// The strings of the whole simulated network. Offered by the simulator.
package protocol Sandbox: Sendable {
    /// Holds back all acknowledgements of the network, or lets them go.
    func setAcknowledging(_ acknowledging: Bool) async
}

/// The strings of one instance's line to the simulated network. Each returns once the session's observer was told, so that whoever pulled it
/// sees what it did.
package protocol SandboxLine: Sendable {
    /// As if the phone of that number scanned the code shown now, and wanted a passkey before it links if `passkey` says so. False when no code is
    /// shown.
    func scan(with number: PhoneNumber, passkey: Bool) async -> Bool
    /// As if that number wrote to the instance. False when it is not connected.
    func receive(_ message: SandboxInbound, from number: PhoneNumber) async -> Bool
    /// Cuts the line for that reason. False when there is none.
    func cut(_ reason: DisconnectReason) async -> Bool
    /// Leaves the line standing and lets nothing come over it any more, until it is opened anew. False when it does not stand.
    func silence() async -> Bool
}

/// What a simulated person writes.
package enum SandboxInbound: Sendable, Hashable {
    case text(String)
    /// A whole WhatsApp message object.
    case raw(JSON)
}
