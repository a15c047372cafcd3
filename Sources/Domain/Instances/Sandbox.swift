package import Contracts
import Core

/// Pulling the strings of the simulated WhatsApp, whichever process holds the session. All throw `Problem.conflict(.notASandbox)` for an instance
/// that is on the real one.
extension Instances {
    /// As if the phone of that number scanned the code shown now, and wanted a passkey before it links if `passkey` says so.
    package func scan(
        _ id: InstanceID, with number: PhoneNumber, passkey: Bool = false, as caller: Caller
    ) async throws -> InstanceDetails {
        let instance = try await sandbox(id, as: caller)
        // Asking for the code also begins to pair where nothing is shown, and waits for the process that holds the session.
        _ = try await pairing(of: id, as: caller)
        guard try await pull(.scan(number, passkey: passkey), of: instance) else { throw Problem.conflict(.notPairing) }
        return try await self.instance(id, as: caller)
    }

    /// As if that number wrote to the instance. Throws `Problem.notReady` when it is not connected.
    package func receive(_ message: SandboxInbound, from number: PhoneNumber, to id: InstanceID, as caller: Caller) async throws {
        try await pull(.receive(message, from: number), orSayWhy: id, as: caller)
    }

    /// Cuts the instance's line. Throws `Problem.notReady` when there is none.
    package func cut(_ id: InstanceID, because reason: DisconnectReason, as caller: Caller) async throws {
        try await pull(.cut(reason), orSayWhy: id, as: caller)
    }

    /// Leaves the instance's line standing and lets nothing come over it any more, until it is opened anew. Throws `Problem.notReady` when there is
    /// none.
    package func silence(_ id: InstanceID, as caller: Caller) async throws {
        try await pull(.silence, orSayWhy: id, as: caller)
    }

    /// One of the caller's instances on the simulated WhatsApp; `Problem.conflict(.notASandbox)` for one that is on the real one.
    package func sandbox(_ id: InstanceID, as caller: Caller) async throws -> InstanceReference {
        let details = try await instance(id, as: caller)
        guard details.isSandbox else { throw Problem.conflict(.notASandbox) }
        return details.reference
    }

    private func pull(_ string: SandboxString, orSayWhy id: InstanceID, as caller: Caller) async throws {
        let instance = try await sandbox(id, as: caller)
        guard try await pull(string, of: instance) else { throw Problem.notReady(try await self.instance(id, as: caller).status) }
    }

    private func pull(_ string: SandboxString, of instance: InstanceReference) async throws -> Bool {
        do {
            return try await run(string, on: instance)
        } catch is SendFailure {
            return false
        }
    }
}
