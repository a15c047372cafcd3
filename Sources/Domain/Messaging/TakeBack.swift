package import Contracts
import Core
import Database

extension Messaging {
    /// Puts a message that has failed into the queue again, behind what waits in its chat, and counts it against today.
    ///
    /// It stays the same message under the same WhatsApp id: should WhatsApp have it after all, the person sees it once. Its status goes from failed
    /// to pending, which it does in no other way, and its timeline tells of both. Throws `Problem.notFound(.message)`, `.conflict(.notResendable)`,
    /// `.notReady`, `.quotaExceeded`.
    package func resend(_ id: MessageID, as caller: Caller) async throws -> MessageRecord {
        guard caller.scopes.contains(.send) else { throw Problem.forbidden(.scope) }
        let message = try await reached(id, by: caller)
        guard message.direction == .outbound, message.status == .failed else { throw Problem.conflict(.notResendable) }
        let standing = try await directory.instance(message.instance, for: caller)
        guard standing.status.isLinked else { throw Problem.notReady(standing.status) }
        let now = runtime.clock.now
        try await database.write(as: caller.tenant) { [quota, ids = runtime.ids] tx in
            let steps: (failed: ID<Occurrence>, resent: ID<Occurrence>) = (ids.next(), ids.next())
            guard try TakeBackStore.requeue(id, of: caller.tenant, steps: steps, at: now, in: tx) else { throw Problem.conflict(.notResendable) }
            let entry = QuotaEntry(steps.resent.asID(), of: message.batch, .resent, messages: 1, at: now)
            try quota.reserve(entry, for: caller.tenant, on: now.day, in: tx)
        }
        Undertaking.afterCommit { [dispatcher] in dispatcher.ring(standing.instance) }
        return try await reached(id, by: caller)
    }

    /// Takes a message back that has not gone out: once this returns it will never be sent. What was counted for it is given back. Throws
    /// `Problem.notFound(.message)`, `.conflict(.notWithdrawable)`.
    package func withdraw(_ id: MessageID, as caller: Caller) async throws -> MessageRecord {
        guard caller.scopes.contains(.send) else { throw Problem.forbidden(.scope) }
        _ = try await reached(id, by: caller)
        let now = runtime.clock.now
        try await database.write(as: caller.tenant) { [quota, ids = runtime.ids] tx in
            guard let former = try TakeBackStore.withdraw(id, of: caller.tenant, at: now, in: tx) else {
                throw Problem.conflict(.notWithdrawable)
            }
            guard former.state != .scheduled else { return try TakeBackStore.endIfEmpty(former.batch, of: caller.tenant, in: tx) }
            let entry = QuotaEntry(ids.next(), of: former.batch, .returned, messages: 1, at: now)
            try quota.giveBack(entry, for: caller.tenant, on: former.dueAt.day, in: tx)
        }
        Undertaking.afterCommit { [board] in board.settle([id]) }
        return try await reached(id, by: caller)
    }
}
