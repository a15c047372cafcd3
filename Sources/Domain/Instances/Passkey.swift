package import Contracts
package import Core

/// The passkey that the phones of some accounts want before they link.
extension Instances {
    /// What has to be signed: WebAuthn's request options, for `navigator.credentials.get()` in a page of whatsapp.com. Throws
    /// `Problem.conflict(.noPasskeyWanted)` while nobody asks for it.
    package func passkeyOptions(of id: InstanceID, as caller: Caller) async throws -> JSON {
        let row = try await row(id, as: caller)
        guard row.lifecycle.status == .passkeyRequired, let sealed = row.lifecycle.passkey else { throw Problem.conflict(.noPasskeyWanted) }
        let place = Context.place(ofPasskeyOf: row.reference.id)
        return try JSONParser.parse(try await context.sealing.open(sealed, for: row.reference.tenant, context: place))
    }

    /// Hands over what the browser answered, WebAuthn's JSON. Returns once the phone has taken it. Throws `Problem.conflict(.noPasskeyWanted)` while
    /// nobody asks for it, and `Problem.invalid` for an answer to something else.
    package func answerPasskey(_ response: JSON, of id: InstanceID, as caller: Caller) async throws {
        let row = try await row(id, as: caller)
        guard row.lifecycle.status == .passkeyRequired else { throw Problem.conflict(.noPasskeyWanted) }
        do {
            try await run(PasskeyAnswer(response: response), on: row.reference)
        } catch SendFailure.refused {
            throw Problem.invalid([Violation("", "does not answer the challenge that is asked")])
        } catch SendFailure.overloaded {
            throw Problem.unavailable(retryAfter: 1)
        } catch is SendFailure {
            throw Problem.conflict(.noPasskeyWanted)
        }
    }
}
