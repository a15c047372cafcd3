import Contracts
import Core
import Database

/// Accepts messages that are to be sent later, of requests that came with an idempotency key, as `SchedulingStore` does, and writes the records of those
/// requests in the same statement. It writes no record of what is there already, so it may be sent again.
struct KeyedSchedulingStore: CoalescedWrite {
    static let name = "messaging_schedule_keyed"
    let statement: PreparedText

    /// `remembering` is Idempotency's function, `RequestRecords.remembering`.
    init(remembering: StaticString) {
        statement = PreparedText(
            [
                """
                WITH fresh AS MATERIALIZED (
                    SELECT array_agg(NOT EXISTS (SELECT 1 FROM messaging.schedule s WHERE s.tenant_id = $1 AND s.batch_id = a.batch_id)
                                     ORDER BY a.place) AS request
                      FROM unnest($15) WITH ORDINALITY AS a (batch_id, place)
                ), recorded AS MATERIALIZED (SELECT 
                """, " ", remembering, "($1, $21, $22, $23, $24, $25, $26, fresh.request) AS written FROM fresh), ", SchedulingStore.accepted,
                ", scheduled AS (", SchedulingStore.scheduled, ") SELECT written FROM recorded",
            ], SchedulingStore.types + MarkColumns.types)
    }

    func weight(of item: Keyed<NewSchedule>) -> Int { item.request.messages.messages.count }

    func size(of item: Keyed<NewSchedule>) -> Int { item.request.messages.size + item.request.text.utf8.count }

    func encode(_ items: [Keyed<NewSchedule>], tenant: TenantID, into parameters: inout BinaryParameters) {
        SchedulingStore.encode(items.map(\.request), tenant: tenant, into: &parameters)
        MarkColumns.append(items.map { ($0.mark, $0.request.messages.batch) }, to: &parameters)
    }

    func outcomes(of items: [Keyed<NewSchedule>], from result: borrowing BatchRows) throws -> [Void] {
        Array(repeating: (), count: items.count)
    }
}
