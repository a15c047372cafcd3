package import Contracts
import Core
import Database

extension Messaging {
    /// How many requests that wait for their time are listed where no limit is asked for.
    package static let schedulesPerList = 1000

    /// Reads when something is to be sent: RFC 3339, or `YYYY-MM-DD HH:mm:ss` in the tenant's time zone (decisions, "Time"). Throws
    /// `Problem.invalid` at `pointer` for anything else, and for a time that has passed or is further ahead than `SendTime.horizon`.
    package func sendTime(_ text: String, at pointer: String, as caller: Caller) async throws -> SendTime {
        let instant: Instant
        switch SendTime.Reading(text) {
        case nil:
            throw Problem.invalid([Violation(pointer, SendTime.rule)])
        case .instant(let read): instant = read
        case .local(let local): instant = try await self.instant(of: local, for: caller.tenant)
        }
        let now = runtime.clock.now
        guard instant > now else { throw Problem.invalid([Violation(pointer, "must lie in the future")]) }
        guard instant <= now + SendTime.horizon else { throw Problem.invalid([Violation(pointer, "must lie within the next 366 days")]) }
        return SendTime(instant: instant, text: text)
    }

    private func instant(of local: LocalTime, for tenant: TenantID) async throws -> Instant {
        guard let zone = try await tenants.tenant(tenant)?.timeZone else { throw Problem.notFound(.tenant) }
        guard zone != Self.universal else { return local.asUTC }
        return try await database.read(as: tenant) { tx in try ZoneStore.instant(of: local, in: zone, in: tx) } ?? local.asUTC
    }

    private static let universal = "UTC"

    /// The requests that wait for their time, in the order in which they are due; at most `limit` after the one of number `after`. `next` is the last
    /// one's number where there are more.
    package func schedules(
        after: Int64?, limit: Int?, as caller: Caller
    ) async throws -> (schedules: [ScheduledBatch], next: Int64?) {
        guard caller.scopes.contains(.read) else { throw Problem.forbidden(.scope) }
        let limit = min(limit ?? Self.schedulesPerList, Self.schedulesPerList)
        let found = try await database.read(as: caller.tenant) { tx in
            try ScheduleStore.pending(of: caller.tenant, on: caller.instance, after: after, limit: limit + 1, in: tx)
        }
        let page = found.prefix(limit)
        let reach = try await reach(of: caller, among: page.map(\.instance))
        return (page.filter { reach.contains($0.instance) }, found.count > limit ? page.last?.number : nil)
    }

    /// The request of that number that waits for its time; `Problem.notFound(.schedule)` for any other.
    package func schedule(_ number: Int64, as caller: Caller) async throws -> ScheduledBatch {
        guard caller.scopes.contains(.read) else { throw Problem.forbidden(.scope) }
        let place = try await place(of: number, as: caller)
        return try await pending(place.batch, of: caller.tenant)
    }

    /// Changes a request that waits for its time, all of it or nothing. Throws `Problem.notFound(.schedule)`, `.conflict(.alreadyStarted)`, `.invalid`.
    package func updateSchedule(_ number: Int64, _ change: ScheduleChange, as caller: Caller) async throws -> ScheduledBatch {
        guard caller.scopes.contains(.send) else { throw Problem.forbidden(.scope) }
        let place = try await place(of: number, as: caller)
        guard place.state == .pending else { throw Problem.conflict(.alreadyStarted) }
        let recipients = try change.recipients.map { try accepted($0) }
        let standing = try await directory.instance(place.instance, for: caller)
        try check(change.content, to: change.recipients ?? [], against: standing.channel)
        let said = try await change.content.asyncMap { try await resolved($0, replyTo: nil, from: standing.instance) }
        let now = runtime.clock.now
        try await database.write(as: caller.tenant) { tx in
            guard let messages = try ScheduleStore.lock(place.batch, of: caller.tenant, in: tx), let example = messages.first else {
                throw Problem.conflict(.alreadyStarted)
            }
            let ids = messages.map(\.id)
            if let said {
                try ScheduleStore.say(said.content, replyTo: said.replyTo.map(Change.set) ?? .unchanged, in: ids, of: caller.tenant, tx: tx)
            }
            if let time = change.sendAt { try ScheduleStore.move(place.batch, to: time, messages: ids, of: caller.tenant, in: tx) }
            guard let recipients else { return }
            let wanted = Set(recipients.map(\.recipient.chat.description))
            let present = Set(messages.map(\.chat))
            try ScheduleStore.add(
                recipients.filter { !present.contains($0.recipient.chat.description) }, like: example.id, of: caller.tenant, at: now, in: tx)
            try ScheduleStore.withdraw(messages.filter { !wanted.contains($0.chat) }.map(\.id), of: caller.tenant, at: now, in: tx)
        }
        return try await pending(place.batch, of: caller.tenant)
    }

    /// Takes a request back that waits for its time: once this returns it will never be sent. Throws `Problem.notFound(.schedule)`,
    /// `.conflict(.alreadyStarted)`.
    package func cancelSchedule(_ number: Int64, as caller: Caller) async throws {
        guard caller.scopes.contains(.send) else { throw Problem.forbidden(.scope) }
        let place = try await place(of: number, as: caller)
        let now = runtime.clock.now
        let ids = try await database.write(as: caller.tenant) { tx in
            guard let messages = try ScheduleStore.lock(place.batch, of: caller.tenant, in: tx) else { throw Problem.conflict(.alreadyStarted) }
            let ids = messages.map(\.id)
            try ScheduleStore.withdraw(ids, of: caller.tenant, at: now, in: tx)
            try ScheduleStore.cancel(place.batch, of: caller.tenant, in: tx)
            return ids
        }
        Undertaking.afterCommit { [board] in board.settle(ids) }
    }

    /// The request of that number, if the caller reaches its instance.
    private func place(of number: Int64, as caller: Caller) async throws -> ScheduleStore.Place {
        let found = try await database.read(as: caller.tenant) { tx in try ScheduleStore.place(of: number, of: caller.tenant, in: tx) }
        guard let found, try await reach(of: caller, among: [found.instance]).contains(found.instance) else {
            throw Problem.notFound(.schedule)
        }
        return found
    }

    private func pending(_ batch: BatchID, of tenant: TenantID) async throws -> ScheduledBatch {
        let found = try await database.read(as: tenant) { tx in try ScheduleStore.pending(batch, of: tenant, in: tx) }
        guard let found else { throw Problem.notFound(.schedule) }
        return found
    }
}

extension Optional where Wrapped: Sendable {
    /// What becomes of the value, if there is one.
    fileprivate func asyncMap<Value>(_ change: (Wrapped) async throws -> Value) async rethrows -> Value? {
        guard let self else { return nil }
        return try await change(self)
    }
}
