package import Contracts
import Core
import Database

extension Messaging {
    /// How far an instance must be before messages are accepted for it.
    package enum Readiness: Sendable {
        /// It can send now.
        case connected
        /// A phone is linked; messages wait for the connection, at most `holdLimit`.
        case linked
    }

    /// Accepts one message per recipient: when this returns they are committed, counted against the day, and will be sent.
    ///
    /// Duplicate recipients are merged first. Throws `Problem.notReady`, `.quotaExceeded`, `.notFound(.instance)`, `.invalid`.
    package func send(
        _ content: MessageContent, to recipients: [Recipient], from named: InstanceID?, requiring readiness: Readiness,
        replyTo: String? = nil, clientReference: String? = nil, as caller: Caller
    ) async throws -> Acceptance {
        guard caller.scopes.contains(.send) else { throw Problem.forbidden(.scope) }
        let standing = try await directory.instance(named, for: caller)
        switch readiness {
        case .connected: guard standing.status.isReady else { throw Problem.notReady(standing.status) }
        case .linked: guard standing.status.isLinked else { throw Problem.notReady(standing.status) }
        }
        let now = runtime.clock.now
        let request = NewMessages(
            batch: runtime.ids.next(), instance: standing.instance.id, sender: standing.number?.jid, kind: content.kind,
            contentBytes: content.json.bytes, replyTo: replyTo,
            clientReference: clientReference, dueAt: now, createdAt: now, messages: try accepted(recipients))
        try runtime.failpoints.pass(.afterParse)
        guard try await acceptance.submit(request, for: caller.tenant) else { throw try await quota.exceeded(for: caller.tenant) }
        try runtime.failpoints.pass(.afterCommitBeforeResponse)
        dispatcher.ring(standing.instance)
        return Acceptance(
            batch: request.batch, tenant: caller.tenant, instance: request.instance, sender: request.sender, at: now, messages: request.messages,
            content: content,
            replyTo: replyTo, clientReference: clientReference)
    }

    private func accepted(_ recipients: [Recipient]) throws(Problem) -> [Acceptance.Accepted] {
        var accepted: [Acceptance.Accepted] = []
        accepted.reserveCapacity(recipients.count)
        var seen: Set<Recipient> = []
        for recipient in recipients where recipients.count == 1 || seen.insert(recipient).inserted {
            let id: MessageID = runtime.ids.next()
            accepted.append(Acceptance.Accepted(id: id, recipient: recipient, whatsAppID: WhatsAppMessageID.text(for: id)))
        }
        guard !accepted.isEmpty else { throw .invalid([Violation("/to", "At least one recipient is required.")]) }
        guard accepted.count <= Self.recipientsPerSend else {
            throw .invalid([Violation("/to", "At most \(Self.recipientsPerSend) recipients are allowed.")])
        }
        return accepted
    }
}
