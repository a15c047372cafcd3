import Contracts
import Core
import Database

/// Why one of an instance's lanes sends nothing now, and until when.
struct LanePause: Sendable, Hashable {
    /// What made it rest.
    enum Reason: String, Sendable, CaseIterable {
        /// WhatsApp holds the account back from writing to new people.
        case reachOutLocked = "reach_out_locked"
        /// A link of this age has sent enough for today.
        case warmUp = "warm_up"
        /// Enough people were written to for the first time today; only they wait.
        case newContacts = "new_contacts"
    }

    let lane: MessageLane
    let reason: Reason
    let until: Instant
    /// How often in a row, where that decides how long.
    var times = 0
}

/// The statements on what processes tell one another of an instance's line: since when it is linked, what it has sent today, what pauses it.
enum LineStore {
    /// Notes that the instance is connected, and answers since when it is linked and what pauses it.
    static func open(_ instance: InstanceReference, at now: Instant, in tx: borrowing Transaction) throws -> (linkedAt: Instant, pauses: [LanePause])
    {
        let linkedAt = try tx.first(
            """
            INSERT INTO messaging.line (tenant_id, instance_id, linked_at, connected_at, day)
            VALUES (\(instance.tenant), \(instance.id), \(now), \(now), \(now.day))
            ON CONFLICT (tenant_id, instance_id) DO UPDATE
               SET connected_at = greatest(line.connected_at, excluded.connected_at), linked_at = least(line.linked_at, excluded.linked_at)
            RETURNING linked_at
            """
        ) { row in try row.next(Instant.self) }
        let pauses = try tx.rows(
            """
            SELECT lane, reason, until, times FROM messaging.pause WHERE tenant_id = \(instance.tenant) AND instance_id = \(instance.id)
            """
        ) { row in try pause(&row) }
        return (linkedAt ?? now, pauses.compactMap(\.self))
    }

    private static func pause(_ row: inout RowReader) throws -> LanePause? {
        let lane = MessageLane(place: try row.next(Int.self))
        let reason = LanePause.Reason(rawValue: try row.next())
        let until: Instant = try row.next()
        let times: Int = try row.next()
        guard let lane, let reason else { return nil }
        return LanePause(lane: lane, reason: reason, until: until, times: times)
    }

    /// Notes that these were connected at that time; one statement for all.
    static func touch(_ instances: [InstanceReference], at now: Instant, in tx: borrowing Transaction) throws {
        try tx.run(
            """
            UPDATE messaging.line l SET connected_at = \(now)
              FROM unnest(\(instances.map(\.tenant)), \(instances.map(\.id))) AS here (tenant_id, instance_id)
             WHERE l.tenant_id = here.tenant_id AND l.instance_id = here.instance_id AND l.connected_at < \(now)
            """)
    }

    /// What the instance has sent on that day, kept from others until the transaction ends.
    static func spent(by instance: InstanceReference, on day: CivilDay, in tx: borrowing Transaction) throws -> (messages: Int, contacts: Int) {
        try tx.first(
            """
            SELECT CASE WHEN day = \(day) THEN messages ELSE 0 END, CASE WHEN day = \(day) THEN contacts ELSE 0 END
              FROM messaging.line WHERE tenant_id = \(instance.tenant) AND instance_id = \(instance.id) FOR UPDATE
            """
        ) { row in (try row.next(Int.self), try row.next(Int.self)) } ?? (0, 0)
    }

    /// Notes what the instance has sent on that day.
    static func spend(
        _ spent: (messages: Int, contacts: Int), by instance: InstanceReference, on day: CivilDay, in tx: borrowing Transaction
    ) throws {
        try tx.run(
            """
            UPDATE messaging.line SET day = \(day), messages = \(spent.messages), contacts = \(spent.contacts)
             WHERE tenant_id = \(instance.tenant) AND instance_id = \(instance.id)
            """)
    }

    /// Writes down that a lane rests. What rests because WhatsApp said so does so whatever else there is.
    static func pause(_ pause: LanePause, of instance: InstanceReference, at now: Instant, in tx: borrowing Transaction) throws {
        let locked = LanePause.Reason.reachOutLocked.rawValue
        try tx.run(
            """
            INSERT INTO messaging.pause AS known (tenant_id, instance_id, lane, reason, until, times)
            VALUES (\(instance.tenant), \(instance.id), \(pause.lane.place)::smallint, \(pause.reason.rawValue), \(pause.until), \(pause.times)::integer)
            ON CONFLICT (tenant_id, instance_id, lane) DO UPDATE
               SET reason = excluded.reason, until = excluded.until, times = greatest(known.times, excluded.times)
             WHERE excluded.reason = \(locked) OR known.reason <> \(locked) OR known.until <= \(now)
            """)
    }

    /// The lane rests no more, and it is as if it never had.
    static func resume(_ lane: MessageLane, of instance: InstanceReference, in tx: borrowing Transaction) throws {
        try tx.run(
            """
            DELETE FROM messaging.pause
             WHERE tenant_id = \(instance.tenant) AND instance_id = \(instance.id) AND lane = \(lane.place)::smallint
            """)
    }

    /// Until when the lane rests for that reason, if it does.
    static func end(
        of reason: LanePause.Reason, in lane: MessageLane, of instance: InstanceReference, in tx: borrowing Transaction
    ) throws -> Instant? {
        try tx.first(
            """
            SELECT until FROM messaging.pause
             WHERE tenant_id = \(instance.tenant) AND instance_id = \(instance.id) AND lane = \(lane.place)::smallint AND reason = \(reason.rawValue)
            """
        ) { row in try row.next(Instant.self) }
    }

    /// Forgets since when an instance is linked that has lost its link: the next link is as young as any. When it was connected last is kept, since
    /// what still comes due for it waits from then on.
    static func forget(_ instance: InstanceReference, in tx: borrowing Transaction) throws {
        try tx.run(
            """
            UPDATE messaging.line SET linked_at = 'infinity', messages = 0, contacts = 0
             WHERE tenant_id = \(instance.tenant) AND instance_id = \(instance.id)
            """)
        try tx.run("DELETE FROM messaging.pause WHERE tenant_id = \(instance.tenant) AND instance_id = \(instance.id)")
    }
}
