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

    /// Accepts one message per recipient: when this returns they are committed, and will be sent, at once and counted against the day, or at the
    /// time asked for and counted then.
    ///
    /// Duplicate recipients are merged first. Throws `Problem.notReady`, `.quotaExceeded`, `.notFound(.instance)`, `.invalid`.
    package func send(_ draft: Draft, as caller: Caller) async throws -> Acceptance {
        guard caller.scopes.contains(.send) else { throw Problem.forbidden(.scope) }
        let undertaking = try await writable()
        if let batch = undertaking?.resumed { return try await accepted(before: batch.asID(), draft, as: caller) }
        let standing = try await directory.instance(draft.instance, for: caller)
        switch draft.readiness {
        case .connected: guard standing.status.isReady else { throw Problem.notReady(standing.status) }
        case .linked: guard standing.status.isLinked else { throw Problem.notReady(standing.status) }
        }
        try check(draft.content, to: draft.recipients, against: standing.channel)
        let (content, replyTo) = try await resolved(draft.content, replyTo: draft.replyTo, from: standing.instance)
        let now = runtime.clock.now
        let request = NewMessages(
            batch: runtime.ids.next(), instance: standing.instance.id, sender: standing.number?.jid, kind: content.kind,
            contentBytes: content.json.bytes, replyTo: replyTo, clientReference: draft.clientReference, lane: draft.lane,
            dueAt: draft.sendAt?.instant ?? now, createdAt: now, messages: try accepted(draft.recipients, saying: draft.variations))
        try runtime.failpoints.pass(.afterParse)
        var number: Int64?
        if let sendAt = draft.sendAt {
            number = try await schedule(request, at: sendAt, for: caller.tenant, undertaking)
        } else {
            guard let used = try await accept(request, for: caller.tenant, undertaking) else { throw try await quota.exceeded(for: caller.tenant) }
            quota.heard(used, of: caller.tenant, on: now.day)
        }
        try runtime.failpoints.pass(.afterCommitBeforeResponse)
        if draft.sendAt == nil { dispatcher.ring(standing.instance) }
        return Acceptance(
            batch: request.batch, tenant: caller.tenant, instance: request.instance, sender: request.sender, at: now, messages: request.messages,
            content: content, replyTo: replyTo, clientReference: draft.clientReference, lane: draft.lane, sendAt: draft.sendAt, schedule: number)
    }

    /// Refuses what the instance's channel cannot send, so that nobody is promised it.
    func check(_ content: MessageContent?, to recipients: [Recipient], against channel: ChannelName) throws(Problem) {
        guard let abilities = abilities[channel] else { return }
        var violations: [Violation] = []
        if let content, !abilities.contents.contains(content.kind) {
            violations.append(Violation("/type", "The instance cannot send messages of this type."))
        }
        if !abilities.groups, recipients.contains(where: { if case .group = $0 { true } else { false } }) {
            violations.append(Violation("/to", "The instance cannot send to groups."))
        }
        guard violations.isEmpty else { throw .invalid(violations) }
    }

    /// The content and the message that it refers to, by WhatsApp's ids. A reaction refers to the message that it is on.
    func resolved(
        _ content: MessageContent, replyTo: String?, from instance: InstanceReference
    ) async throws -> (content: MessageContent, replyTo: String?) {
        if case .reaction(let reaction) = content {
            let target = try await whatsAppID(reaction.whatsAppID, of: instance, at: "/reaction/message_id")
            return (.reaction(ReactionContent(whatsAppID: target, emoji: reaction.emoji)), target)
        }
        guard let replyTo else { return (content, nil) }
        return (content, try await whatsAppID(replyTo, of: instance, at: "/reply_to"))
    }

    /// A WhatsApp id as it is; of the id of a message of the instance, the one WhatsApp knows it by.
    private func whatsAppID(_ text: String, of instance: InstanceReference, at pointer: String) async throws -> String {
        guard let message = MessageID(text) else { return text }
        let found = try await database.read(as: instance.tenant) { tx in try MessageStore.whatsAppID(of: message, on: instance, in: tx) }
        guard let found else { throw Problem.invalid([Violation(pointer, "The instance has no message of this id.")]) }
        return found
    }

    /// Accepts a request for later under a number that no other of the tenant's has.
    private func schedule(
        _ request: NewMessages, at time: SendTime, for tenant: TenantID, _ undertaking: Undertaking?
    ) async throws -> Int64 {
        var attempts = 0
        while true {
            let number = ScheduleNumber.number(for: request.batch, attempt: attempts)
            do {
                let new = NewSchedule(messages: request, number: number, text: time.text)
                if let undertaking {
                    try await keyedScheduling.submit(Keyed(request: new, mark: undertaking.mark), for: tenant)
                    undertaking.noteSettled()
                } else {
                    try await scheduling.submit(new, for: tenant)
                }
                return number
            } catch {
                if error.code == .constraint(records.rule) { throw Problem.stillRunning(retryAfter: 1) }
                guard error.code == .constraint(SchedulingStore.numberRule), attempts < ScheduleNumber.attemptsLimit else { throw error }
                attempts += 1
            }
        }
    }

    func accepted(
        _ recipients: [Recipient], saying variations: [Recipient: MessageContent] = [:]
    ) throws(Problem) -> [Acceptance.Accepted] {
        var accepted: [Acceptance.Accepted] = []
        accepted.reserveCapacity(recipients.count)
        var seen: Set<Recipient> = []
        for recipient in recipients where recipients.count == 1 || seen.insert(recipient).inserted {
            let id: MessageID = runtime.ids.next()
            accepted.append(
                Acceptance.Accepted(
                    id: id, recipient: recipient, whatsAppID: WhatsAppMessageID.text(for: id),
                    content: variations.isEmpty ? nil : variations[recipient]))
        }
        guard !accepted.isEmpty else { throw .invalid([Violation("/to", "At least one recipient is required.")]) }
        guard accepted.count <= Self.recipientsPerSend else {
            throw .invalid([Violation("/to", "At most \(Self.recipientsPerSend) recipients are allowed.")])
        }
        return accepted
    }
}
