import Contracts
import Core
import Database

/// The statements that put messages back which were under way.
enum ReturnStore {
    /// Why messages are taken up again.
    enum Cause: String, Sendable {
        /// The process that sent them is gone.
        case crash = "The process that sent it ended before WhatsApp had answered."
        /// WhatsApp said nothing.
        case silence = "WhatsApp had not answered in time."
        /// The connection, or the one to the database, was lost.
        case interruption = "It was under way when the connection was lost."
    }

    /// What becomes of messages that were under way; those that are neither are put back into the queue.
    struct Ended: Sendable {
        /// Tried as often as they may be.
        var exhausted: [String] = []
        /// A process died at them as often as one may.
        var quarantined: [String] = []
    }

    /// Puts messages that are under way back into the queue, all of the instance's or those named, but not those excepted. What was tried
    /// `triesLimit` times, or was there at `Messaging.crashesLimit` crashes, stays as it is for the caller to end.
    static func takeUpAgain(
        _ whatsAppIDs: [String]?, except waiting: [String], of instance: InstanceReference, because cause: Cause, triesLimit: Int,
        at now: Instant, ids: any IDSource, in tx: borrowing Transaction
    ) throws -> Ended {
        let crashes = cause == .crash ? 1 : 0
        let found = try tx.rows(
            """
            SELECT id, whatsapp_id, tries, crashes FROM messaging.message
             WHERE tenant_id = \(instance.tenant) AND instance_id = \(instance.id) AND state = 'sending'
               AND (\(whatsAppIDs == nil) OR whatsapp_id = ANY (\(whatsAppIDs ?? []))) AND whatsapp_id <> ALL (\(waiting))
             ORDER BY id FOR UPDATE
            """
        ) { row in
            (id: try row.next(MessageID.self), whatsAppID: try row.next(String.self), tries: try row.next(Int.self), crashes: try row.next(Int.self))
        }
        var ended = Ended()
        var again: [MessageID] = []
        for message in found {
            if message.crashes + crashes >= Messaging.crashesLimit {
                ended.quarantined.append(message.whatsAppID)
            } else if message.tries >= triesLimit {
                ended.exhausted.append(message.whatsAppID)
            } else {
                again.append(message.id)
            }
        }
        guard !again.isEmpty else { return ended }
        try tx.run(
            """
            UPDATE messaging.message SET state = 'queued', crashes = crashes + \(crashes)::smallint
             WHERE tenant_id = \(instance.tenant) AND id = ANY (\(again))
            """)
        let steps: [MessageID] = again.map { _ in ids.next() }
        try tx.run(
            """
            INSERT INTO messaging.step (tenant_id, message_id, id, at, step, detail)
            SELECT \(instance.tenant), s.message_id, s.id, \(now), 'retried', \(cause.rawValue)
              FROM unnest(\(again), \(steps)) AS s (message_id, id)
            """)
        return ended
    }

    /// Puts messages that were claimed back into the queue, as if they had not been; the try of `counted` stays counted.
    static func giveBack(_ whatsAppIDs: [String], counting counted: String? = nil, of instance: InstanceReference, in tx: borrowing Transaction)
        throws
    {
        try tx.run(
            """
            UPDATE messaging.message SET state = 'queued', tries = tries - (whatsapp_id IS DISTINCT FROM \(counted))::integer
             WHERE tenant_id = \(instance.tenant) AND instance_id = \(instance.id) AND state = 'sending' AND whatsapp_id = ANY (\(whatsAppIDs))
            """)
    }
}
