import Core
import Database

/// What PostgreSQL knows of time zones. It is asked rather than the machine's own tables, since it is PostgreSQL that admitted the zone's name.
enum ZoneStore {
    /// The first instant at which the clocks of a zone show that time or, where a change of the clocks skips it, a later one.
    ///
    /// The offsets of the day before and the day after are the only ones that it can have: no zone changes its clocks twice within two days. A
    /// repeated time has it by both, and the earlier counts; a skipped one by neither, and then the change itself is looked for, which is at a
    /// full minute.
    static func instant(of local: LocalTime, in zone: String, in tx: borrowing Transaction) throws -> Instant? {
        try tx.first(
            """
            WITH asked AS MATERIALIZED (
                SELECT at, zone, at AT TIME ZONE 'UTC' AS shown FROM (VALUES (\(local.asUTC), \(zone))) AS v (at, zone)
            ), candidate AS (
                SELECT at - ((near AT TIME ZONE zone) - (near AT TIME ZONE 'UTC')) AS at
                  FROM asked CROSS JOIN LATERAL (VALUES (at - interval '1 day'), (at + interval '1 day')) AS n (near)
            )
            SELECT coalesce(
                (SELECT min(candidate.at) FROM candidate, asked WHERE candidate.at AT TIME ZONE asked.zone = asked.shown),
                (SELECT min(minute) FROM asked CROSS JOIN LATERAL
                    generate_series(date_trunc('minute', at - interval '1 day'), at + interval '1 day', interval '1 minute') AS minute
                  WHERE minute AT TIME ZONE asked.zone >= asked.shown))
            """
        ) { row in try row.next(Instant?.self) } ?? nil
    }
}
