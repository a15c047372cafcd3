package import Contracts

/// Each returns once the instance's observer was told, so that whoever pulled the string sees what it did.
extension SimulatedNetwork: Sandbox {
    package func scan(_ instance: InstanceReference, with number: PhoneNumber) async -> Bool {
        await session(of: instance)?.scan(with: number) ?? false
    }

    package func deliver(_ message: SandboxInbound, from number: PhoneNumber, to instance: InstanceReference) async -> Bool {
        await session(of: instance)?.receive(message, from: number) ?? false
    }

    package func disconnect(_ instance: InstanceReference, _ reason: DisconnectReason) async -> Bool {
        await session(of: instance)?.cut(reason) ?? false
    }

    package func setAcknowledging(_ acknowledging: Bool) async { hold(!acknowledging) }
}
