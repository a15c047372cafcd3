import Contracts
import Core
import Database

/// Sending for requests that came with an idempotency key: what they are granted is committed together with their record.
extension Messaging {
    /// The current request, if it came with a key and its record is still to be written with what it is granted, or was so before. What it has done
    /// otherwise is committed first: the messages go their own way.
    func writable() async throws -> Undertaking? {
        guard let undertaking = Undertaking.current else { return nil }
        if undertaking.resumed != nil || undertaking.standing == .untouched { return undertaking }
        try await Undertaking.settle()
        return nil
    }

    /// How much of the day is used up after the request was accepted; nil when the day's allowance has no room for all of it.
    func accept(_ request: NewMessages, for tenant: TenantID, _ undertaking: Undertaking?) async throws -> Int? {
        guard let undertaking else { return try await acceptance.submit(request, for: tenant) }
        do throws(DatabaseError) {
            let used = try await keyedAcceptance.submit(Keyed(request: request, mark: undertaking.mark), for: tenant)
            if used != nil { undertaking.noteSettled() }
            return used
        } catch {
            // Another process works on the same request, or this one has after all committed it.
            throw error.code == .constraint(records.rule) ? Problem.stillRunning(retryAfter: 1) : error
        }
    }

    /// What was accepted for the same request before the process died that was to answer it.
    func accepted(before batch: BatchID, _ draft: Draft, as caller: Caller) async throws -> Acceptance {
        let (records, number) = try await database.read(as: caller.tenant) { tx in
            (try MessageStore.messages(of: batch, of: caller.tenant, in: tx), try ScheduleStore.number(of: batch, of: caller.tenant, in: tx))
        }
        guard let first = records.first, let content = first.content else { throw Problem.conflict(.answerLost) }
        let recipients = Dictionary(draft.recipients.map { ($0.chat, $0) }, uniquingKeysWith: { first, _ in first })
        let messages = records.compactMap { record in
            (recipients[record.chat] ?? Recipient(record.chat.description)).map {
                Acceptance.Accepted(id: record.id, recipient: $0, whatsAppID: record.whatsAppID, content: draft.variations[$0])
            }
        }
        return Acceptance(
            batch: batch, tenant: caller.tenant, instance: first.instance, sender: first.sender, at: first.createdAt, messages: messages,
            content: content, replyTo: first.replyTo, clientReference: first.clientReference, lane: first.lane, sendAt: draft.sendAt,
            schedule: number)
    }
}
