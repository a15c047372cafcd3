package import Core

/// The strings of the simulated network that the sandbox routes pull. Offered by the simulator.
package protocol Sandbox: Sendable {
    /// As if the phone of that number scanned the code shown now. False when none is shown.
    func scan(_ instance: InstanceReference, with number: PhoneNumber) async -> Bool
    /// As if that number wrote to the instance. False when it is not connected.
    func deliver(_ message: SandboxInbound, from number: PhoneNumber, to instance: InstanceReference) async -> Bool
    /// Cuts the instance's line for that reason. False when it has none.
    func disconnect(_ instance: InstanceReference, _ reason: DisconnectReason) async -> Bool
    /// Holds back all acknowledgements of the network, or lets them go.
    func setAcknowledging(_ acknowledging: Bool) async
}

/// What a simulated person writes.
package enum SandboxInbound: Sendable, Hashable {
    case text(String)
    /// A whole WhatsApp message object.
    case raw(JSON)
}
