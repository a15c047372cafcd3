import Core
import Database
import TestSupport
import Testing

@testable import Messaging

/// Which instant a local time is, where the clocks are changed and where they are not (decisions, "Time").
@Suite struct ZoneTests {
    private static let cases: [(zone: String, local: String, instant: String)] = [
        ("Africa/Nairobi", "2026-07-01 12:00:00", "2026-07-01T09:00:00Z"),
        ("Asia/Kathmandu", "2026-07-01 12:00:00", "2026-07-01T06:15:00Z"),
        // Berlin: forward at 02:00 on 29 March, back at 03:00 on 25 October 2026.
        ("Europe/Berlin", "2026-03-29 01:59:59", "2026-03-29T00:59:59Z"), ("Europe/Berlin", "2026-03-29 02:00:00", "2026-03-29T01:00:00Z"),
        ("Europe/Berlin", "2026-03-29 02:30:00", "2026-03-29T01:00:00Z"), ("Europe/Berlin", "2026-03-29 02:59:59", "2026-03-29T01:00:00Z"),
        ("Europe/Berlin", "2026-03-29 03:00:00", "2026-03-29T01:00:00Z"), ("Europe/Berlin", "2026-03-29 03:00:01", "2026-03-29T01:00:01Z"),
        ("Europe/Berlin", "2026-10-25 01:59:59", "2026-10-24T23:59:59Z"), ("Europe/Berlin", "2026-10-25 02:00:00", "2026-10-25T00:00:00Z"),
        ("Europe/Berlin", "2026-10-25 02:30:00", "2026-10-25T00:30:00Z"), ("Europe/Berlin", "2026-10-25 03:00:00", "2026-10-25T02:00:00Z"),
        // New York: forward at 02:00 on 8 March, back at 02:00 on 1 November 2026.
        ("America/New_York", "2026-03-08 02:15:00", "2026-03-08T07:00:00Z"), ("America/New_York", "2026-03-08 03:15:00", "2026-03-08T07:15:00Z"),
        ("America/New_York", "2026-11-01 01:15:00", "2026-11-01T05:15:00Z"), ("America/New_York", "2026-11-01 02:15:00", "2026-11-01T07:15:00Z"),
        // Lord Howe changes by half an hour: forward at 02:00 on 4 October, back at 02:00 on 5 April 2026.
        ("Australia/Lord_Howe", "2026-10-04 02:10:00", "2026-10-03T15:30:00Z"),
        ("Australia/Lord_Howe", "2026-10-04 02:40:00", "2026-10-03T15:40:00Z"),
        ("Australia/Lord_Howe", "2026-04-05 01:40:00", "2026-04-04T14:40:00Z"),
        // Santiago changes at midnight: forward at 24:00 on 5 September 2026, so that the 6th has no first hour.
        ("America/Santiago", "2026-09-06 00:30:00", "2026-09-06T04:00:00Z"),
        ("Pacific/Kiritimati", "2026-07-01 12:00:00", "2026-06-30T22:00:00Z"), ("Pacific/Pago_Pago", "2026-07-01 12:00:00", "2026-07-01T23:00:00Z"),
    ]

    @Test func `a local time is the first instant at which the clocks of its zone show it or a later one`() async throws {
        try await TestDatabase.with { test in
            for (zone, text, instant) in Self.cases {
                let local = try #require(LocalTime(text))
                let found = try await test.database.read(as: TenantID(high: 0, low: 1)) { tx in try ZoneStore.instant(of: local, in: zone, in: tx) }
                #expect(found == Instant(rfc3339: instant), "\(text) in \(zone)")
            }
        }
    }
}
