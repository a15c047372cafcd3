import Core
import Database

/// What PostgreSQL knows of time zones. It is asked rather than the machine's own tables, since it is PostgreSQL that admitted the zone's name.
enum ZoneStore {
    /// What the clocks of a zone show then, as though they stood in UTC.
    static func wallTime(at instant: Instant, in zone: String, in tx: borrowing Transaction) throws -> Instant {
        try tx.first("SELECT (\(instant)::timestamptz AT TIME ZONE \(zone)) AT TIME ZONE 'UTC'") { row in try row.next(Instant.self) } ?? instant
    }
}
