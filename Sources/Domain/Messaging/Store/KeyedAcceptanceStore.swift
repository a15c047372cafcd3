import Contracts
import Core
import Database

/// Accepts messages of requests that came with an idempotency key, as `AcceptanceStore` does, and writes the records of those that fit in the same
/// statement.
///
/// Where another process has been quicker with a request the statement fails, and the writer finds the one that was to blame; the others go again.
struct KeyedAcceptanceStore: CoalescedWrite {
    static let name = "messaging_accept_keyed"
    let statement: PreparedText
    let resendStatement: PreparedText?

    /// `reservation` is Billing's function, `QuotaGate.reservation`, and `remembering` Idempotency's, `RequestRecords.remembering`.
    init(reservation: StaticString, remembering: StaticString) {
        let types = AcceptanceStore.types + MarkColumns.types
        statement = PreparedText(
            [
                "WITH granted AS MATERIALIZED (SELECT ", reservation,
                "($1, $2, $19, 'accepted', $20, $20, $3) AS request), recorded AS MATERIALIZED (SELECT ", remembering,
                """
                ($1, $21, $22, $23, $24, $25, $26,
                 (SELECT array_agg(used IS NOT NULL ORDER BY place) FROM unnest(granted.request) WITH ORDINALITY AS g (used, place))) AS written
                 FROM granted), 
                """, " ", AcceptanceStore.insert, ") ", Self.answer,
            ], types)
        // What is there already was committed with its record before the connection broke.
        resendStatement = PreparedText(
            [
                """
                WITH asked AS MATERIALIZED (
                    SELECT a.place, a.amount, EXISTS (SELECT 1 FROM messaging.message m WHERE m.tenant_id = $1 AND m.id = a.first_id) AS there
                      FROM unnest($3, $4) WITH ORDINALITY AS a (amount, first_id, place)
                ), granted AS MATERIALIZED (SELECT 
                """, " ", reservation,
                """
                ($1, $2, $19, 'accepted', $20, $20,
                 (SELECT array_agg(CASE WHEN there THEN 0 ELSE amount END ORDER BY place) FROM asked)) AS request), 
                """, " ", "recorded AS MATERIALIZED (SELECT ", remembering,
                """
                ($1, $21, $22, $23, $24, $25, $26,
                 (SELECT array_agg(granted.request[place::integer] IS NOT NULL AND NOT there ORDER BY place) FROM asked)) AS written FROM granted), 
                """, " ", AcceptanceStore.insert, " ON CONFLICT DO NOTHING) ", Self.answer,
            ], types)
    }

    private static let answer: StaticString = "SELECT unnest(request) FROM granted, recorded"

    func weight(of item: Keyed<NewMessages>) -> Int { item.request.messages.count }

    func size(of item: Keyed<NewMessages>) -> Int { item.request.size }

    func encode(_ items: [Keyed<NewMessages>], tenant: TenantID, into parameters: inout BinaryParameters) {
        AcceptanceStore.encode(items.map(\.request), tenant: tenant, into: &parameters)
        MarkColumns.append(items.map { ($0.mark, $0.request.batch) }, to: &parameters)
    }

    /// How much of the day is used up after the request was accepted; nil when the day's allowance has no room for all of it.
    func outcomes(of items: [Keyed<NewMessages>], from result: borrowing BatchRows) throws -> [Int?] {
        try result.map { row in try row.next() }
    }
}
