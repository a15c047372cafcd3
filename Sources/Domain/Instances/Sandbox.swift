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

    /// As if that number wrote to the instance, or in a group that both are in. Throws `Problem.notReady` when it is not connected,
    /// `Problem.notFound(.group)` when its number is not in that group, and `Problem.invalid` when the writer may not write in it or what is written
    /// is no message of WhatsApp's.
    package func receive(
        _ message: SandboxInbound, from number: PhoneNumber, in group: JID? = nil, to id: InstanceID, as caller: Caller
    ) async throws {
        do {
            try await pull(.receive(message, from: number, in: group), orSayWhy: id, as: caller)
        } catch SendFailure.notAllowed {
            throw Problem.invalid([Violation("/from", "may not write in this group")])
        } catch SendFailure.refused {
            throw Problem.invalid([Violation("/message", "must be a message as WhatsApp shapes it")])
        }
    }

    /// As if somebody made a group and put the instance's number into it; answers which. Throws `Problem.notReady` when it is not connected.
    package func gather(_ group: SandboxGroup, around id: InstanceID, as caller: Caller) async throws -> JID {
        let instance = try await sandbox(id, as: caller)
        do {
            return try await run(SandboxGathering(group: group), on: instance)
        } catch SendFailure.overloaded {
            throw Problem.unavailable(retryAfter: 1)
        } catch is SendFailure {
            throw Problem.notReady(try await self.instance(id, as: caller).status)
        }
    }

    /// As if whoever made the group changed it. Throws `Problem.notReady` when the instance is not connected, and `Problem.notFound(.group)` when its
    /// number is not in it.
    package func alter(_ group: JID, _ change: SandboxGroupChange, of id: InstanceID, as caller: Caller) async throws {
        try await pull(.alter(group, change), orSayWhy: id, as: caller)
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
        do {
            if try await run(string, on: instance) { return }
        } catch let failure as SendFailure {
            switch failure {
            case .notFound: throw Problem.notFound(.group)
            case .notAllowed, .refused: throw failure
            case .overloaded: throw Problem.unavailable(retryAfter: 1)
            case .notConnected, .unsupported: break
            }
        }
        throw Problem.notReady(try await self.instance(id, as: caller).status)
    }

    private func pull(_ string: SandboxString, of instance: InstanceReference) async throws -> Bool {
        do {
            return try await run(string, on: instance)
        } catch is SendFailure {
            return false
        }
    }
}
