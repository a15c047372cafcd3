package import Core

/// PostgreSQL counts times and days from 2000-01-01.
private enum Year2000 {
    static let microseconds: Int64 = 946_684_800_000_000
    static let days: Int32 = 10_957
}

extension Instant: SQLValue {
    package static var postgresType: PostgresType { .timestamptz }

    package func write(binaryTo bytes: inout [UInt8]) {
        // An instant before PostgreSQL's first one can only be a mistake; it is refused there rather than trapping here.
        bytes.append(bigEndian: microseconds.subtractingReportingOverflow(Year2000.microseconds).partialValue)
    }

    /// Infinity is not an instant: nil.
    package init?(binary bytes: UnsafeRawBufferPointer, oid: UInt32) {
        guard oid == PostgresType.timestamptz.oid, bytes.count == 8, let number = bytes.bigEndian(Int64.self, at: 0),
            number != .max, number != .min
        else { return nil }
        let (microseconds, overflow) = number.addingReportingOverflow(Year2000.microseconds)
        guard !overflow else { return nil }
        self.init(microseconds: microseconds)
    }
}

extension CivilDay: SQLValue {
    package static var postgresType: PostgresType { .date }

    package func write(binaryTo bytes: inout [UInt8]) {
        bytes.append(bigEndian: Int32(truncatingIfNeeded: daysSinceEpoch).subtractingReportingOverflow(Year2000.days).partialValue)
    }

    /// Infinity is not a day: nil.
    package init?(binary bytes: UnsafeRawBufferPointer, oid: UInt32) {
        guard oid == PostgresType.date.oid, bytes.count == 4, let number = bytes.bigEndian(Int32.self, at: 0),
            number != .max, number != .min
        else { return nil }
        self.init(daysSinceEpoch: Int(number) + Int(Year2000.days))
    }
}

extension [UInt8]: SQLValue {
    package static var postgresType: PostgresType { .bytea }
    package func write(binaryTo bytes: inout [UInt8]) { bytes.append(contentsOf: self) }
    package init?(binary bytes: UnsafeRawBufferPointer, oid: UInt32) {
        guard oid == PostgresType.bytea.oid else { return nil }
        self.init(bytes)
    }
}

extension JSON: SQLValue {
    package static var postgresType: PostgresType { .jsonb }

    package func write(binaryTo bytes: inout [UInt8]) {
        bytes.append(JSON.binaryVersion)
        write(to: &bytes)
    }

    package init?(binary bytes: UnsafeRawBufferPointer, oid: UInt32) {
        let text: [UInt8]
        switch oid {
        case PostgresType.jsonb.oid:
            guard bytes.first == JSON.binaryVersion else { return nil }
            text = Array(bytes.dropFirst())
        case PostgresType.json: text = Array(bytes)
        default: return nil
        }
        do {
            self = try JSONParser.parse(text)
        } catch {
            return nil
        }
    }

    /// jsonb in binary is a version byte and the text.
    private static let binaryVersion: UInt8 = 1
}
