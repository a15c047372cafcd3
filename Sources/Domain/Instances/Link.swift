package import Contracts
import Core

/// Linking a phone by a code, and letting it go.
extension Instances {
    /// How long reading a code waits for the first one of a pairing that has only begun.
    package static let codePatience: Duration = .seconds(2)

    /// The code to scan that is shown now. Begins to pair anew where nothing is linked and no code is shown; throws
    /// `Problem.conflict(.notPairing)` when there is none to show.
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
            if let code = try await code(row.lifecycle.code, of: row) { return code }
            guard context.clock.monotonic < deadline, await next.next() != nil else { break }
            row = try await self.row(id, as: caller)
        }
        throw Problem.conflict(.notPairing)
    }

    /// Eight characters to type into the phone of that number, shown beside the code to scan and as long as that one. Begins to pair where nothing is
    /// shown. Throws `Problem.conflict(.alreadyLinked)` where a phone is linked, and `.notPairing` where no code is shown.
    package func pairingCode(for number: PhoneNumber, of id: InstanceID, as caller: Caller) async throws -> PairingCode {
        let row = try await row(id, as: caller)
        guard !row.lifecycle.status.isLinked else { throw Problem.conflict(.alreadyLinked) }
        _ = try await pairing(of: id, as: caller)
        do {
            return try await run(TypedCode(number: number), on: row.reference)
        } catch SendFailure.notConnected {
            let status = try await instance(id, as: caller).status
            throw Problem.conflict(status.isLinked ? .alreadyLinked : .notPairing)
        } catch SendFailure.refused {
            throw Problem.invalid([Violation("/number", "is not a number that WhatsApp links by a code")])
        } catch is SendFailure {
            throw Problem.unavailable(retryAfter: 1)
        }
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

    /// A code of a row as it is shown, nil when it has expired.
    func code(_ shown: ShownCode?, of row: InstanceRow) async throws -> PairingCode? {
        guard let shown, shown.expiresAt > context.clock.now else { return nil }
        let place = Context.place(of: shown.form, of: row.reference.id)
        let text = try await context.sealing.open(shown.sealed, for: row.reference.tenant, context: place)
        return PairingCode(
            form: shown.form, text: String(decoding: text, as: UTF8.self), sequence: shown.sequence, expiresAt: shown.expiresAt)
    }
}
