package import Contracts
import Core
import Events

/// Linking a phone, and letting it go.
extension Instances {
    /// How long reading a code waits for the first one of a pairing that has only begun.
    package static let codePatience: Duration = .seconds(2)

    /// The code shown now. Begins to pair anew where nothing is linked and no code is shown; throws `Problem.conflict(.notPairing)` when there is
    /// none to show.
    package func pairing(of id: InstanceID, as caller: Caller) async throws -> PairingCode {
        let changes = watch(id)
        var row = try await row(id, as: caller)
        if row.lifecycle.status == .created || row.lifecycle.status == .loggedOut {
            _ = try await change(id, as: caller) { row in row.lifecycle.on(.showCode) }
            row = try await self.row(id, as: caller)
        }
        let deadline = context.clock.monotonic + Self.codePatience
        var next = changes.makeAsyncIterator()
        while row.lifecycle.status == .pairing {
            if let code = try await code(of: row) { return code }
            guard context.clock.monotonic < deadline, await next.next() != nil else { break }
            row = try await self.row(id, as: caller)
        }
        throw Problem.conflict(.notPairing)
    }

    /// Connects it again, or begins to pair where nothing is linked.
    package func connect(_ id: InstanceID, as caller: Caller) async throws -> InstanceDetails {
        try await change(id, as: caller) { row in row.lifecycle.on(.connect) }
    }

    /// Closes its connection and keeps the link.
    package func disconnect(_ id: InstanceID, as caller: Caller) async throws -> InstanceDetails {
        try await change(id, as: caller) { row in row.lifecycle.on(.disconnect) }
    }

    /// Takes the link back.
    package func logOut(_ id: InstanceID, as caller: Caller) async throws -> InstanceDetails {
        try await change(id, as: caller) { row in row.lifecycle.on(.logOut) }
    }

    /// The code of a row that has not expired.
    func code(of row: InstanceRow) async throws -> PairingCode? {
        guard let shown = row.lifecycle.code, shown.expiresAt > context.clock.now else { return nil }
        let place = Context.place(ofCodeOf: row.reference.id)
        let text = try await context.sealing.open(shown.sealed, for: row.reference.tenant, context: place)
        return PairingCode(
            form: shown.form, text: String(decoding: text, as: UTF8.self), sequence: shown.sequence, expiresAt: shown.expiresAt)
    }
}
